/** The bridge with everything that it needs: nothing has to be configured. */
package io.camelcognigy.demo;
