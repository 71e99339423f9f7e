/**
 * The seam between conversations and sockets: a {@link io.camelcognigy.transport.Connector} opens a
 * {@link io.camelcognigy.transport.Connection}, events come to one {@link io.camelcognigy.transport.ConnectionListener}.
 */
package io.camelcognigy.transport;
