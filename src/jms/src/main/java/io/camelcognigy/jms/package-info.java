/**
 * The chat's road by JMS, {@code chat-jms:}. Artemis only: each message is acknowledged for itself, which JMS itself does
 * not know.
 */
package io.camelcognigy.jms;
