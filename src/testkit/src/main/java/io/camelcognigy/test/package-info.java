/** A simulated Cognigy.AI Socket.IO Endpoint, with scripts for its faults. */
package io.camelcognigy.test;
