package io.camelcognigy.mail;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;

/**
 * What both mail servers take in place of a password: an access token, fetched from an OAuth 2.0 token service (RFC 6749) by
 * client credentials or a refresh token, and kept until shortly before it expires. One is fetched at a time; who comes
 * meanwhile waits for it. Thread-safe. Nothing that is thrown shows a token or a secret.
 */
final class AccessTokens {

    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final int MAX_BYTES = 64 * 1024;
    private static final int MAX_ERROR_CODE = 60;
    /** Where the service does not say it. */
    private static final Duration LIFETIME = Duration.ofMinutes(5);
    /** A token is not used any more so shortly before its end, or for the last quarter of a short life. */
    private static final Duration MARGIN = Duration.ofMinutes(2);
    /** A fetched one that is refused as well would be refused again: the reason is another. */
    private static final Duration BETWEEN_REFUSALS = Duration.ofMinutes(1);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final URI service;
    private final String clientId;
    private final String clientSecret;
    private final String scope;
    private final LongSupplier nanoTime;
    private final HttpClient client;
    private String refreshToken;
    private String token;
    private long until;
    private boolean refused;
    private long refusedAt;

    /** @throws IllegalArgumentException if an option is missing, or the service is not to be trusted; names the option */
    private AccessTokens(ChatMailConfiguration options, SSLContext tls, LongSupplier nanoTime) {
        this.service = service(options.getOauthTokenUrl());
        this.clientId = text(options.getOauthClientId());
        this.clientSecret = text(options.getOauthClientSecret());
        this.scope = text(options.getOauthScope());
        this.refreshToken = text(options.getOauthRefreshToken());
        this.nanoTime = nanoTime;
        if (clientId.isEmpty()) {
            throw new IllegalArgumentException("the option oauthClientId must not be empty where oauthTokenUrl is set");
        }
        if (clientSecret.isEmpty() && refreshToken.isEmpty()) {
            throw new IllegalArgumentException(
                    "one of the options oauthClientSecret and oauthRefreshToken must not be empty where oauthTokenUrl is"
                            + " set");
        }
        HttpClient.Builder builder = HttpClient.newBuilder()
                .connectTimeout(CONNECT_TIMEOUT)
                // The secret is for nobody else.
                .followRedirects(HttpClient.Redirect.NEVER);
        this.client = (tls == null ? builder : builder.sslContext(tls)).build();
    }

    /** Null where the options name no service: there is a password. */
    static AccessTokens of(ChatMailConfiguration options, SSLContext tls, LongSupplier nanoTime) {
        return text(options.getOauthTokenUrl()).isEmpty() ? null : new AccessTokens(options, tls, nanoTime);
    }

    private static URI service(String url) {
        try {
            URI uri = URI.create(url.strip());
            if (uri.getHost() != null
                    && ("https".equals(uri.getScheme())
                            || ("http".equals(uri.getScheme()) && isLoopback(uri.getHost())))) {
                return uri;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "the option oauthTokenUrl must be https://host/path; http is for a service on the same machine only");
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("127.0.0.1") || host.equals("[::1]");
    }

    private static String text(String option) {
        return option == null ? "" : option.strip();
    }

    /** @throws MessagingException if none can be had; says what to do */
    synchronized String token() throws MessagingException {
        if (token == null || until - nanoTime.getAsLong() <= 0) {
            fetch();
        }
        return token;
    }

    /**
     * A mail server did not take this token.
     *
     * @return whether another one may be better
     */
    synchronized boolean refused(String which) {
        if (!which.equals(token)) {
            // There is a new one meanwhile.
            return true;
        }
        long now = nanoTime.getAsLong();
        if (refused && now - refusedAt < BETWEEN_REFUSALS.toNanos()) {
            return false;
        }
        refused = true;
        refusedAt = now;
        token = null;
        return true;
    }

    private void fetch() throws MessagingException {
        JsonNode answer = ask();
        String fetched = answer.path("access_token").asText("");
        if (fetched.isEmpty()) {
            throw new MessagingException(
                    "the OAuth token service answers without an access_token; is mail.oauth.token-url"
                            + " its address for tokens?");
        }
        String rotated = answer.path("refresh_token").asText("");
        if (!rotated.isEmpty() && !refreshToken.isEmpty()) {
            refreshToken = rotated;
        }
        Duration lifetime =
                Duration.ofSeconds(Math.max(1, answer.path("expires_in").asInt((int) LIFETIME.toSeconds())));
        Duration quarter = lifetime.dividedBy(4);
        token = fetched;
        until = nanoTime.getAsLong()
                + lifetime.minus(quarter.compareTo(MARGIN) < 0 ? quarter : MARGIN)
                        .toNanos();
    }

    private JsonNode ask() throws MessagingException {
        HttpRequest request = HttpRequest.newBuilder(service)
                .timeout(TIMEOUT)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .header("Accept", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(form()))
                .build();
        try {
            HttpResponse<InputStream> response = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
            byte[] body;
            try (InputStream in = response.body()) {
                body = in.readNBytes(MAX_BYTES);
            }
            JsonNode answer = parse(body);
            if (response.statusCode() == 200) {
                return answer;
            }
            throw new MessagingException(
                    refusal(response.statusCode(), answer.path("error").asText("")));
        } catch (IOException e) {
            throw new MessagingException("the OAuth token service (mail.oauth.token-url) cannot be reached", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new MessagingException("interrupted while an access token was fetched");
        }
    }

    /** What the service says in an answer that is not JSON is of no use. */
    private static JsonNode parse(byte[] body) throws IOException {
        try {
            return JSON.readTree(body);
        } catch (JsonProcessingException e) {
            // Without its message, which quotes the answer.
            return JSON.missingNode();
        }
    }

    private String form() {
        Map<String, String> fields = new LinkedHashMap<>();
        if (refreshToken.isEmpty()) {
            fields.put("grant_type", "client_credentials");
        } else {
            fields.put("grant_type", "refresh_token");
            fields.put("refresh_token", refreshToken);
        }
        fields.put("client_id", clientId);
        fields.put("client_secret", clientSecret);
        fields.put("scope", scope);
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
    }

    /** @param code as of RFC 6749, section 5.2; whatever else the service says stays there */
    private static String refusal(int status, String code) {
        String said = code.matches("[a-z_]{1," + MAX_ERROR_CODE + "}") ? code : "status " + status;
        String advice = switch (said) {
            case "invalid_client" ->
                "look at mail.oauth.client-id and mail.oauth.client-secret, which may have" + " expired";
            case "invalid_grant" ->
                "the refresh token has expired or was withdrawn: get a new one for mail.oauth.refresh-token";
            case "invalid_scope" -> "look at mail.oauth.scope";
            case "unauthorized_client", "unsupported_grant_type" ->
                "the client may not use this grant: with mail.oauth.refresh-token it is refresh_token, without it"
                        + " client_credentials";
            default -> status >= 500 ? "it is tried again" : "look at the settings mail.oauth.*";
        };
        return "the OAuth token service gives no access token: " + said + "; " + advice;
    }
}
