/**
 * E-mail as a way in: which session a mail belongs to, what its author newly wrote, whether it may be answered at all,
 * and the mail that answers it. The steps of {@code routes/mail.yaml} are {@link io.camelcognigy.mail.ReadMail}, {@link
 * io.camelcognigy.mail.WriteReply}, {@link io.camelcognigy.mail.MarkAnswered} and {@link
 * io.camelcognigy.mail.MoveToFailed}; what they rest on are small classes that know neither Camel nor a server.
 */
package io.camelcognigy.mail;
