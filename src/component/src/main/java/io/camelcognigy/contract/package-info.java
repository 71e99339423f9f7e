/**
 * What goes over topics and queues, for programs at their other end: the envelope of an output, its headers, CloudEvents and
 * trace context. {@code docs/contract} says the same as schemas.
 */
package io.camelcognigy.contract;
