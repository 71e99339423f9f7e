/**
 * What the bot says, made fit for those who get it: read by people as text with numbered choices, streamed answers joined,
 * the state of a handover typed.
 *
 * <p>Pure: no threads, no clocks, no Camel; of ours it knows the protocol only. Data come from strangers: whatever their
 * shape, nothing here throws, and what is made of them is bounded.
 */
package io.camelcognigy.content;
