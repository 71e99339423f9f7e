/** What all roads share, whatever their source: how an input is read, an output written, and a failure judged. */
package io.camelcognigy.road;
