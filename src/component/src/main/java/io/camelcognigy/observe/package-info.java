/** What operators and machines see of agents. */
package io.camelcognigy.observe;
