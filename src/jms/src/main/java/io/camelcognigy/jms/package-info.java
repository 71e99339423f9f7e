/** The steps of {@code routes/jms.yaml} that need code, and the connection they share. */
package io.camelcognigy.jms;
