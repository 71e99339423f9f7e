package io.camelcognigy.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import io.camelcognigy.CognigyComponent;
import io.camelcognigy.mail.ChatMailComponent;
import io.camelcognigy.mail.ChatMailConfiguration;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.core.io.ClassPathResource;

/** A setting that is misspelt, or whose value cannot be meant, is refused with what to do; no secret is repeated. */
class SettingsTest {

    private static final List<String> ADDRESSES = List.of(
            "--cognigy.endpoint-url=https://127.0.0.1:9/s3cret",
            "--kafka.brokers=127.0.0.1:9",
            "--jms.url=tcp://127.0.0.1:9",
            "--mail.imap-url=imap://127.0.0.1:9",
            "--mail.smtp-url=smtp://127.0.0.1:9");

    @Configuration
    static class NoBeans {}

    private static ConfigurableApplicationContext start(String... arguments) {
        SpringApplication application = new SpringApplication(NoBeans.class);
        application.setInitializers(BridgeApplication.application(arguments).getInitializers());
        Stream<String> others = ADDRESSES.stream()
                .filter(address -> Stream.of(arguments).noneMatch(argument -> argument.startsWith(name(address))));
        return application.run(Stream.concat(others, Stream.of(arguments)).toArray(String[]::new));
    }

    private static String name(String argument) {
        return argument.substring(0, argument.indexOf('=') + 1);
    }

    private static String refusal(String... arguments) {
        List<Throwable> thrown = new ArrayList<>();
        assertThatThrownBy(() -> start(arguments).close()).satisfies(thrown::add);
        String line = StartFailure.line(thrown.get(0)).orElseThrow();
        assertThat(line).doesNotContain("s3cret").doesNotContain("\n");
        return line;
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            kafka.broker                             | Did you mean kafka.brokers?
            jms.consumer                             | Did you mean jms.consumers?
            camel.component.cognigy.turn-timout      | Did you mean camel.component.cognigy.turn-timeout?
            camel.component.cognigy.turnTimout       | Did you mean camel.component.cognigy.turn-timeout?
            cognigy.turn-timeout                     | Did you mean camel.component.cognigy.turn-timeout?
            kafka.something-else                     | there are agent, allowed-agents, brokers, cloud-events, collate, dead-letter, events
            embedded.kafka.port                      | only ./mvnw spring-boot:run does
            """)
    void aSettingThatDoesNotExistIsRefusedWithTheNearest(String setting, String advice) {
        assertThat(refusal("--" + setting + "=1")).contains("There is no setting " + setting + ".", advice);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            camel.component.cognigy.turn-timeout=30 | 30s
            mail.poll-interval=2                    | 30s
            mail.poll-interval=soon                 | 30s
            mail.poll-interval=1ms                  | 10ms or longer
            mail.max-bytes=large                    | 25MB
            mail.max-bytes=3GB                      | from 1 to 2147483647
            mail.address=nobody                     | bot@example.com
            mail.starttls=perhaps                   | true or false
            mail.since=yesterday                    | 2026-11-24
            mail.turns=0                            | from 1 to 9999
            mail.imap-url=imap://anna:s3cret@host   | mail.username
            mail.imap-url=https://host              | imaps://
            mail.smtp-url=smtp://host?p=s3cret      | smtps://
            mail.oauth.token-url=http://login.example.com/s3cret | https://
            mail.attachments=folder                 | file, off
            mail.attachments-url=javascript:alert(1) | https://files.example.com/mail
            kafka.collate=800s                      | such as 800ms
            jms.collate=2m                          | such as 800ms
            kafka.turns=0                           | from 1 to 99999
            kafka.turns=many                        | a whole number
            kafka.group-id=                         | consumer group
            kafka.brokers=localhost                 | host:port
            kafka.brokers=nosuchhost.invalid:9092   | can be resolved
            jms.url=amqp://host                     | tcp://host:61616
            jms.mode=xa                             | artemis, transacted
            jms.consumers=0                         | from 1 to 9999
            chat.reply-topics=a, b                  | without blanks
            cognigy.endpoint-url=ftp://host/s3cret  | as the Cognigy console shows it
            cognigy.endpoint-url=s3cret             | as the Cognigy console shows it
            cognigy.endpoint-url=https://host/s3cret/socket.io | as the Cognigy console shows it
            camel.component.cognigy.transport=http  | socketio
            jms.user=${SOMETHING_UNSET}             | SOMETHING_UNSET
            """)
    void aValueThatCannotBeMeantIsRefusedWithWhatCan(String setting, String advice) {
        assertThat(refusal("--" + setting)).contains(setting.split("=")[0], advice);
    }

    @Test
    void whatMailNeedsBesideASettingIsNamed() {
        String service = "--mail.oauth.token-url=https://login.example.com/token";
        assertThat(refusal(service)).contains("mail.oauth.client-id");
        assertThat(refusal(service, "--mail.oauth.client-id=bridge"))
                .contains("mail.oauth.client-secret", "mail.oauth.refresh-token");
        assertThat(refusal("--mail.attachments=file")).contains("mail.attachments-folder");
    }

    @Test
    void whatTheShippedRouteLeavesOutIsADefaultOfTheRoadsByMail() {
        try (ConfigurableApplicationContext context = start(
                "--mail.oauth.token-url=https://login.example.com/token",
                "--mail.oauth.client-id=bridge",
                "--mail.oauth.client-secret=s3cret",
                "--mail.oauth.scope=mail",
                "--mail.oauth.refresh-token=s3cret too",
                "--mail.attachments=file",
                "--mail.attachments-folder=attachments",
                "--mail.attachments-url=https://files.example.com/mail")) {
            ChatMailComponent mail = new ChatMailComponent();
            Settings.Mail settings = context.getBean(Settings.Mail.class);
            new MailOptions(
                            settings,
                            new SharedRegister(new Settings.Register("off", null, null), null, (thread, error) -> {}))
                    .configure("chat-mail", mail);
            assertThat(mail.getConfiguration())
                    .hasFieldOrPropertyWithValue("oauthTokenUrl", "https://login.example.com/token")
                    .hasFieldOrPropertyWithValue("oauthClientId", "bridge")
                    .hasFieldOrPropertyWithValue("oauthClientSecret", "s3cret")
                    .hasFieldOrPropertyWithValue("oauthScope", "mail")
                    .hasFieldOrPropertyWithValue("oauthRefreshToken", "s3cret too")
                    .hasFieldOrPropertyWithValue("attachments", ChatMailConfiguration.Attachments.FILE)
                    .hasFieldOrPropertyWithValue("attachmentsFolder", "attachments")
                    .hasFieldOrPropertyWithValue("attachmentsUrl", "https://files.example.com/mail");
            assertThat(settings.oauth().toString()).doesNotContain("s3cret");
        }
    }

    @Test
    void aClientOfAnotherBrokerIsForTheModeTransacted() {
        assertThat(refusal("--jms.connection-factory.class=org.example.Factory", "--jms.mode=artemis"))
                .contains("Set jms.mode to transacted");
        try (ConfigurableApplicationContext context = start(
                "--jms.url=",
                "--jms.mode=transacted",
                "--jms.connection-factory.class=org.example.Factory",
                "--jms.connection-factory.properties.brokerURL=tcp://host?a=b")) {
            assertThat(context.getBean(Settings.Jms.class).connectionFactory().properties())
                    .containsEntry("brokerURL", "tcp://host?a=b");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cognigy.agents.sales.max-sessions=5          | cognigy.agents.sales.endpoint-url is missing
            cognigy.agents.sales.endpoint-url=s3cret     | cognigy.agents.sales.endpoint-url is unusable
            cognigy.agents.sales.endpoint-urls=http://h/s3cret | Did you mean cognigy.agents.sales.endpoint-url?
            cognigy.agents.sales.colour=red              | The options of an agent are
            cognigy.agents.sales.connect-timeout=soon    | 30s
            cognigy.agents.sales.transport=http          | socketio
            cognigy.agents.sales=http://h/s3cret         | names no option of an agent
            kafka.agent=                                 | kafka.agent
            """)
    void anAgentThatCannotBeIsRefused(String setting, String advice) {
        assertThat(refusal("--" + setting)).contains(advice);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kafka.agent=asia", "kafka.allowed-agents=support,asia", "mail.agent=asia"})
    void aRoadThatNamesAnAgentThatIsNotListedIsRefusedWithThoseThatAre(String setting) {
        assertThat(refusal("--cognigy.agents.eu.endpoint-url=https://127.0.0.1:9/s3cret", "--" + setting))
                .contains("asia", "cognigy.agents.asia.endpoint-url", "eu, support");
    }

    @Test
    void anAgentHasEveryOptionHoweverItIsSpelt() {
        try (ConfigurableApplicationContext context = start(
                "--cognigy.agents.eu-1.endpointUrl=https://127.0.0.1:9/s3cret",
                "--cognigy.agents.eu-1.max_sessions=5",
                "--cognigy.agents.eu-1.request-headers.X-Key=k3y")) {
            AgentSettings agents = AgentSettings.of(context.getEnvironment());
            assertThat(agents.names()).containsExactly("eu-1");
            assertThat(agents.of("eu-1"))
                    .containsOnly(
                            entry("endpointUrl", "https://127.0.0.1:9/s3cret"),
                            entry("maxSessions", "5"),
                            entry("requestHeaders[X-Key]", "k3y"));
            CognigyComponent component = new CognigyComponent();
            component.setCamelContext(new DefaultCamelContext());
            agents.applyTo(component, true);
            assertThat(component.getAgents()).containsOnlyKeys("eu-1", "support");
            assertThat(component.getAgents().get("eu-1").getMaxSessions()).isEqualTo(5);
            assertThat(component.getAgents().get("eu-1").getRequestHeaders()).containsEntry("X-Key", "k3y");
        }
    }

    @Test
    void aVariableOfTheEnvironmentGivesAnAgentItsEndpoint() {
        StandardEnvironment environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .replace(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new SystemEnvironmentPropertySource(
                                StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                                Map.of("COGNIGY_AGENTS_SALES_ENDPOINT_URL", "https://127.0.0.1:9/s3cret")));
        assertThat(AgentSettings.of(environment).hasAddress("sales")).isTrue();
    }

    @Test
    void theValuesAreThereForTheBridgeAndAsRoutesTakeThem() {
        try (ConfigurableApplicationContext context =
                start("--mail.max-bytes=1MB", "--mail.poll-interval=1m30s", "--mail.address=Bot <bot@example.com>")) {
            Settings.Mail mail = context.getBean(Settings.Mail.class);
            assertThat(mail.pollInterval()).isEqualTo(Duration.ofSeconds(90));
            assertThat(mail.maxBytes().toMegabytes()).isEqualTo(1);
            assertThat(context.getEnvironment().getProperty("mail.max-bytes")).isEqualTo("1048576");
            assertThat(context.getEnvironment().getProperty("mail.poll-interval"))
                    .isEqualTo("1m30s");
            assertThat(context.getEnvironment().getProperty("mail.secret")).hasSizeGreaterThan(20);
        }
    }

    @Test
    void theFileOfSettingsAndTheirClassesNameTheSame() throws Exception {
        Set<String> inFile = new LinkedHashSet<>();
        for (PropertySource<?> source :
                new YamlPropertySourceLoader().load("settings", new ClassPathResource("application.yaml"))) {
            inFile.addAll(List.of(((EnumerablePropertySource<?>) source).getPropertyNames()));
        }
        Set<String> ours = inFile.stream()
                .filter(name -> SettingNames.PREFIXES.stream().anyMatch(name::startsWith))
                .filter(name -> !name.startsWith("camel."))
                .collect(Collectors.toSet());
        assertThat(SettingNames.load(getClass().getClassLoader()).types().keySet().stream()
                        .filter(name -> !name.startsWith("camel."))
                        // What is below it has names of others.
                        .filter(name -> !name.equals("jms.connection-factory.properties")))
                .containsExactlyInAnyOrderElementsOf(ours);
    }

    @ParameterizedTest
    @ValueSource(strings = {"30", "", "s", "-1s", "1s30m", "5 minutes", "1us", "PT"})
    void whatIsNoDurationIsNotGuessedAt(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"500ms,PT0.5S", "30s,PT30S", "5m,PT5M", "1h30m,PT1H30M", "2d,PT48H", "0,PT0S", "PT2S,PT2S"})
    void aDurationHasAUnit(String text, Duration expected) {
        assertThat(Durations.parse(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            https://host/s3cret/socket.io                     | host
            https://anna:s3cret@host:8443/s3cret              | host:8443
            a:9092, b:9092                                    | a:9092, b:9092
            (tcp://a:61616,tcp://b:61617)?password=s3cret     | a:61616, b:61617
            tcp://a:61617?sslEnabled=true;trust=s3cret        | a:61617
            imaps://[::1]:993                                 | [::1]:993
            s3cret/s3cret                                     | -
            """)
    void ofAnAddressOnlyHostAndPortAreShown(String address, String shown) {
        assertThat(HostPort.of(address)).isEqualTo(shown);
    }
}
