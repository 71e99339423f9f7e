/** What is below a WebSocket, and the same for every transport: names, proxies, TLS, and what failures mean. */
package io.camelcognigy.transport.dial;
