package io.camelcognigy.mail;

import io.camelcognigy.content.StreamMode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.camel.RuntimeCamelException;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.apache.camel.support.jsse.SSLContextParameters;

/** The options of one mail road. Read once, when the road starts. */
@UriParams
public class ChatMailConfiguration implements Cloneable {

    /** What becomes of a mail whose turn is in doubt: the bot may have heard it, and its answer is lost. */
    public enum InDoubt {
        /** It goes to the failed folder. */
        FAIL,
        /** It is asked again, which may bring a second action. */
        AGAIN
    }

    /** What becomes of what is attached to a mail; its name and type are told the bot in any case. */
    public enum Attachments {
        /** It stays in the mailbox. */
        OFF,
        /** It is kept as a file, and the bot is told a link to it. */
        FILE
    }

    @UriParam(
            defaultValue = "mail",
            description =
                    "The road's name: in logs, in the health check road-NAME, and as reply address road:NAME. A producer sends"
                            + " through the road of that name.")
    private String road = "mail";

    @UriParam(
            label = "consumer",
            description = "Where the mailbox is: imaps://host[:port] for TLS, or imap://host[:port]. Required.")
    @Metadata(required = true)
    private String imapUrl;

    @UriParam(
            label = "consumer",
            description = "Who sends the answers: smtps://host[:port] for TLS, or smtp://host[:port]. Required.")
    @Metadata(required = true)
    private String smtpUrl;

    @UriParam(label = "consumer,security", description = "For both servers. Empty: the plain address.")
    private String username;

    @UriParam(label = "consumer,security", secret = true, description = "For both servers.")
    private String password;

    @UriParam(
            label = "consumer,security",
            description =
                    "The token service of OAuth 2.0, https://host/path: both servers are then told an access token"
                            + " from there (XOAUTH2), and no password. Empty: by password.")
    private String oauthTokenUrl;

    @UriParam(label = "consumer,security", description = "Who the bridge is at the token service.")
    private String oauthClientId;

    @UriParam(label = "consumer,security", secret = true, description = "The client's secret at the token service.")
    private String oauthClientSecret;

    @UriParam(
            label = "consumer,security",
            description = "What the access token is for, such as https://outlook.office365.com/.default.")
    private String oauthScope;

    @UriParam(
            label = "consumer,security",
            secret = true,
            description = "The grant is then that of a refresh token, and without it that of client credentials.")
    private String oauthRefreshToken;

    @UriParam(
            label = "consumer",
            description = "Whose mailbox it is and who answers: bot@example.com, or with a name, Support"
                    + " <bot@example.com>. Required.")
    @Metadata(required = true)
    private String address;

    @UriParam(
            label = "consumer,security",
            secret = true,
            description = "Any long random text. It proves that a Message-ID is ours; with another one no answer finds"
                    + " its session again. Required.")
    @Metadata(required = true)
    private String secret;

    @UriParam(
            label = "consumer,security",
            defaultValue = "true",
            description = "Whether imap:// and smtp:// must turn to TLS before they log in.")
    private boolean starttls = true;

    @UriParam(label = "consumer,security", description = "TLS settings for both servers. Default: those of the JVM.")
    private SSLContextParameters sslContextParameters;

    @UriParam(
            label = "consumer,advanced",
            prefix = "mail.",
            multiValue = true,
            description = "Settings of Jakarta Mail, such as mail.imap.auth.mechanisms.")
    private Map<String, Object> javaMailProperties = new HashMap<>();

    @UriParam(
            label = "consumer",
            defaultValue = "Failed",
            description = "The folder for mails that get no answer although they should.")
    private String failedFolder = "Failed";

    @UriParam(
            label = "consumer",
            defaultValue = "2s",
            javaType = "java.time.Duration",
            description = "The time between two looks at the mailbox.")
    private Duration pollInterval = Duration.ofSeconds(2);

    @UriParam(
            label = "consumer",
            defaultValue = "50",
            description = "So many turns are under way at once, each of another thread. Those that wait take no thread"
                    + " of the JVM.")
    private int turns = 50;

    @UriParam(
            label = "consumer",
            defaultValue = "26214400",
            description = "Larger mails fail unread; attachments count. In bytes.")
    private int maxBytes = 25 * 1024 * 1024;

    @UriParam(
            label = "consumer",
            defaultValue = "30s",
            javaType = "java.time.Duration",
            description = "The time to make sense of one mail; one that takes longer fails.")
    private Duration readTimeout = Duration.ofSeconds(30);

    @UriParam(
            label = "consumer",
            defaultValue = "20",
            description = "So many mails of one sender are answered within an hour; v+tag@ counts as v@. What is more"
                    + " goes to the failed folder.")
    private int answersPerHour = 20;

    @UriParam(
            label = "consumer",
            defaultValue = "3600",
            description = "So many mails of all senders are answered within an hour; what is more waits. 0: no limit.")
    private int totalAnswersPerHour = 3600;

    @UriParam(
            label = "consumer",
            description = "Only mails that the server received since then are answered: a date (2026-11-24), a time"
                    + " (2026-11-24T08:00:00Z), or all. Empty: since the road's first start on this mailbox.")
    private String since;

    @UriParam(
            label = "consumer",
            defaultValue = "1h",
            javaType = "java.time.Duration",
            description =
                    "How long a mail that the bot could not be asked is tried again before it fails. 0: for ever.")
    private Duration maxAge = Duration.ofHours(1);

    @UriParam(
            label = "consumer",
            defaultValue = "4h",
            javaType = "java.time.Duration",
            description =
                    "How long an answer is kept and tried again while the SMTP server does not take it, before its"
                            + " mail fails.")
    private Duration answerMaxAge = Duration.ofHours(4);

    @UriParam(
            label = "consumer",
            defaultValue = "fail",
            enums = "fail,again",
            description = "What becomes of a mail whose turn is in doubt.")
    private InDoubt inDoubt = InDoubt.FAIL;

    @UriParam(
            label = "consumer",
            defaultValue = "off",
            enums = "off,file",
            description =
                    "What becomes of attachments: off, they stay in the mailbox; or file, each is kept as a file in"
                            + " attachmentsFolder and the bot is told a link to it.")
    private Attachments attachments = Attachments.OFF;

    @UriParam(
            label = "consumer",
            description = "The folder for attachments=file. It must be there. Nothing in it is ever deleted.")
    private String attachmentsFolder;

    @UriParam(
            label = "consumer",
            description =
                    "Where that folder is to be had, https://host/path, which links then begin with. Empty: links are"
                            + " file: URIs.")
    private String attachmentsUrl;

    @UriParam(
            label = "consumer,security",
            description = "The name with which your mail server signs Authentication-Results, such as mx.example.com:"
                    + " a mail of which it says dmarc=fail fails unasked. Empty: not looked at.")
    private String authServer;

    @UriParam(
            label = "consumer",
            defaultValue = "TURN",
            description =
                    "What one paragraph of the answer is where the bot says something piece by piece: turn, all that"
                            + " it says; answer; or pieces.")
    private StreamMode stream = StreamMode.TURN;

    ChatMailConfiguration copy() {
        try {
            ChatMailConfiguration copy = (ChatMailConfiguration) clone();
            copy.javaMailProperties = new HashMap<>(javaMailProperties);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new RuntimeCamelException(e);
        }
    }

    public String getRoad() {
        return road;
    }

    public void setRoad(String road) {
        this.road = road;
    }

    public StreamMode getStream() {
        return stream;
    }

    public void setStream(StreamMode stream) {
        this.stream = stream;
    }

    public String getImapUrl() {
        return imapUrl;
    }

    public void setImapUrl(String imapUrl) {
        this.imapUrl = imapUrl;
    }

    public String getSmtpUrl() {
        return smtpUrl;
    }

    public void setSmtpUrl(String smtpUrl) {
        this.smtpUrl = smtpUrl;
    }

    public String getUsername() {
        return username;
    }

    public void setUsername(String username) {
        this.username = username;
    }

    public String getPassword() {
        return password;
    }

    public void setPassword(String password) {
        this.password = password;
    }

    public String getOauthTokenUrl() {
        return oauthTokenUrl;
    }

    public void setOauthTokenUrl(String oauthTokenUrl) {
        this.oauthTokenUrl = oauthTokenUrl;
    }

    public String getOauthClientId() {
        return oauthClientId;
    }

    public void setOauthClientId(String oauthClientId) {
        this.oauthClientId = oauthClientId;
    }

    public String getOauthClientSecret() {
        return oauthClientSecret;
    }

    public void setOauthClientSecret(String oauthClientSecret) {
        this.oauthClientSecret = oauthClientSecret;
    }

    public String getOauthScope() {
        return oauthScope;
    }

    public void setOauthScope(String oauthScope) {
        this.oauthScope = oauthScope;
    }

    public String getOauthRefreshToken() {
        return oauthRefreshToken;
    }

    public void setOauthRefreshToken(String oauthRefreshToken) {
        this.oauthRefreshToken = oauthRefreshToken;
    }

    public String getAddress() {
        return address;
    }

    public void setAddress(String address) {
        this.address = address;
    }

    public String getSecret() {
        return secret;
    }

    public void setSecret(String secret) {
        this.secret = secret;
    }

    public boolean isStarttls() {
        return starttls;
    }

    public void setStarttls(boolean starttls) {
        this.starttls = starttls;
    }

    public SSLContextParameters getSslContextParameters() {
        return sslContextParameters;
    }

    public void setSslContextParameters(SSLContextParameters sslContextParameters) {
        this.sslContextParameters = sslContextParameters;
    }

    public Map<String, Object> getJavaMailProperties() {
        return javaMailProperties;
    }

    public void setJavaMailProperties(Map<String, Object> javaMailProperties) {
        this.javaMailProperties = javaMailProperties;
    }

    public String getFailedFolder() {
        return failedFolder;
    }

    public void setFailedFolder(String failedFolder) {
        this.failedFolder = failedFolder;
    }

    public Duration getPollInterval() {
        return pollInterval;
    }

    public void setPollInterval(Duration pollInterval) {
        this.pollInterval = pollInterval;
    }

    public int getTurns() {
        return turns;
    }

    public void setTurns(int turns) {
        this.turns = turns;
    }

    public int getMaxBytes() {
        return maxBytes;
    }

    public void setMaxBytes(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    public Duration getReadTimeout() {
        return readTimeout;
    }

    public void setReadTimeout(Duration readTimeout) {
        this.readTimeout = readTimeout;
    }

    public int getAnswersPerHour() {
        return answersPerHour;
    }

    public void setAnswersPerHour(int answersPerHour) {
        this.answersPerHour = answersPerHour;
    }

    public int getTotalAnswersPerHour() {
        return totalAnswersPerHour;
    }

    public void setTotalAnswersPerHour(int totalAnswersPerHour) {
        this.totalAnswersPerHour = totalAnswersPerHour;
    }

    public String getSince() {
        return since;
    }

    public void setSince(String since) {
        this.since = since;
    }

    public Duration getMaxAge() {
        return maxAge;
    }

    public void setMaxAge(Duration maxAge) {
        this.maxAge = maxAge;
    }

    public Duration getAnswerMaxAge() {
        return answerMaxAge;
    }

    public void setAnswerMaxAge(Duration answerMaxAge) {
        this.answerMaxAge = answerMaxAge;
    }

    public InDoubt getInDoubt() {
        return inDoubt;
    }

    public void setInDoubt(InDoubt inDoubt) {
        this.inDoubt = inDoubt;
    }

    public Attachments getAttachments() {
        return attachments;
    }

    public void setAttachments(Attachments attachments) {
        this.attachments = attachments;
    }

    public String getAttachmentsFolder() {
        return attachmentsFolder;
    }

    public void setAttachmentsFolder(String attachmentsFolder) {
        this.attachmentsFolder = attachmentsFolder;
    }

    public String getAttachmentsUrl() {
        return attachmentsUrl;
    }

    public void setAttachmentsUrl(String attachmentsUrl) {
        this.attachmentsUrl = attachmentsUrl;
    }

    public String getAuthServer() {
        return authServer;
    }

    public void setAuthServer(String authServer) {
        this.authServer = authServer;
    }
}
