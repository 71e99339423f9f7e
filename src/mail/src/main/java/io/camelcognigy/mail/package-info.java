/**
 * The mail road, component {@code chat-mail:}. One thread owns the mailbox ({@link io.camelcognigy.mail.MailboxLoop}): it
 * takes mails, and tells the mailbox what became of them. Which session a mail belongs to, what its author newly wrote,
 * whether it may be answered at all, and the mail that answers it, are the business of small classes that know neither
 * Camel nor a server.
 */
package io.camelcognigy.mail;
