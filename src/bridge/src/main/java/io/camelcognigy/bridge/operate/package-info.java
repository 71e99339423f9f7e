/** Seeing and steering a bridge that runs. */
package io.camelcognigy.bridge.operate;
