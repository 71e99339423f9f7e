/**
 * What goes over the wire between us and a Cognigy Socket.IO Endpoint, as immutable records and one codec.
 *
 * <p>This package knows nobody: no Camel, no Socket.IO library, no Netty; only Jackson's streaming parser.
 */
package io.camelcognigy.protocol;
