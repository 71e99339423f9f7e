package io.camelcognigy.bridge;

import io.camelcognigy.mail.ChatMailComponent;
import io.camelcognigy.mail.ChatMailConfiguration;
import org.apache.camel.Component;
import org.apache.camel.spi.ComponentCustomizer;

/**
 * The register of sessions and threads, {@code mail.oauth.*} and {@code mail.attachments*}, for all roads by mail that have no such parameters of their own: secrets,
 * and what most mailboxes do not need, are not part of the shipped route.
 */
@org.springframework.stereotype.Component
final class MailOptions implements ComponentCustomizer {

    private final Settings.Mail settings;
    private final SharedRegister register;

    MailOptions(Settings.Mail settings, SharedRegister register) {
        this.settings = settings;
        this.register = register;
    }

    @Override
    public boolean isEnabled(String name, Component target) {
        return target instanceof ChatMailComponent;
    }

    @Override
    public void configure(String name, Component target) {
        ChatMailConfiguration defaults = ((ChatMailComponent) target).getConfiguration();
        Settings.MailOauth oauth = settings.oauth();
        if (oauth != null) {
            defaults.setOauthTokenUrl(oauth.tokenUrl());
            defaults.setOauthClientId(oauth.clientId());
            defaults.setOauthClientSecret(oauth.clientSecret());
            defaults.setOauthScope(oauth.scope());
            defaults.setOauthRefreshToken(oauth.refreshToken());
        }
        defaults.setAttachments(settings.attachments());
        defaults.setAttachmentsFolder(settings.attachmentsFolder());
        defaults.setAttachmentsUrl(settings.attachmentsUrl());
        register.get().ifPresent(((ChatMailComponent) target)::setRegister);
    }
}
