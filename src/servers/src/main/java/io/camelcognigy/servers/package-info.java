/** Real servers inside this JVM, on the loopback interface, for the demonstration and for tests. */
package io.camelcognigy.servers;
