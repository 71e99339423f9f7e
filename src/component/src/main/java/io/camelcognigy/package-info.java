/**
 * The Camel face of the component {@code cognigy:}. It is thin: conversations are in
 * {@link io.camelcognigy.session}.
 */
package io.camelcognigy;
