package io.camelcognigy.bridge;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.PropertySourcesPlaceholdersResolver;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;

/**
 * Refuses to start without an address that is needed, and with a value that is out of its bounds. The values are then there as
 * beans, one for each prefix.
 */
final class RequiredSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final Logger LOG = LoggerFactory.getLogger(RequiredSettings.class);
    private static final int SECRET_BYTES = 24;
    private static final List<String> ENDPOINT = List.of(
            "cognigy.endpoint-url", "camel.component.cognigy.endpoint-url", "camel.component.cognigy.server-url");

    private static final String URL = "the Endpoint URL as the Cognigy console shows it, token included";

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ConfigurableEnvironment environment = context.getEnvironment();
        RouteFiles routes = new RouteFiles(environment);
        checkAgents(environment, routes, AgentSettings.of(environment));
        for (Road road : Road.values()) {
            String missing = road.usedBy(routes) ? road.missing(environment) : null;
            if (missing != null) {
                throw missing(
                        missing,
                        road.example(),
                        ", or remove routes/" + road.id() + ".yaml: without it that road is off");
            }
        }
        Binder binder = binder(environment);
        for (Class<?> settings : Settings.ALL) {
            context.getBeanFactory().registerSingleton(settings.getName(), bind(binder, settings));
        }
        forRoutes(environment, routes, context.getBeanFactory().getBean(Settings.Mail.class));
    }

    /** Whether a setting says where the Endpoint is of all agents that have none of their own. */
    static boolean endpointOfAll(ConfigurableEnvironment environment) {
        return ENDPOINT.stream().anyMatch(name -> Settings.isSet(environment, name));
    }

    private static void checkAgents(ConfigurableEnvironment environment, RouteFiles routes, AgentSettings agents) {
        boolean ofAll = endpointOfAll(environment);
        if (agents.names().isEmpty()) {
            if (!routes.bringEndpoint() && !ofAll) {
                throw missing("cognigy.endpoint-url", URL, "");
            }
            return;
        }
        Set<String> known = new TreeSet<>(agents.names());
        if (ofAll) {
            known.add(AgentSettings.DEFAULT);
        }
        for (String agent : agents.names()) {
            // Else it would quietly talk to the Endpoint of another.
            if (!agents.hasAddress(agent) && !(ofAll && agent.equals(AgentSettings.DEFAULT))) {
                throw missing(AgentSettings.setting(agent, "endpointUrl"), URL, "");
            }
            String url = agents.of(agent).get("endpointUrl");
            if (url != null) {
                Settings.Cognigy.check(AgentSettings.setting(agent, "endpointUrl"), url);
            }
        }
        for (String agent : routes.agents()) {
            if (!known.contains(agent) && !routes.bringEndpoint()) {
                throw new StartException(
                        "The routes, or a setting that they take, name the agent " + agent + ", which is not known.",
                        "Set " + AgentSettings.setting(agent, "endpointUrl") + ", or name one of "
                                + String.join(", ", known) + ".");
            }
        }
    }

    /** What routes take from settings as something else than people write. */
    private static void forRoutes(ConfigurableEnvironment environment, RouteFiles routes, Settings.Mail mail) {
        Map<String, Object> values = new HashMap<>();
        values.put("mail.max-bytes", mail.maxBytes().toBytes());
        if (!Settings.set(mail.secret())) {
            values.put("mail.secret", randomSecret());
            if (Road.MAIL.usedBy(routes)) {
                LOG.warn(
                        "mail.secret is empty: a random one is used, and threads begun before a restart get a new session");
            }
        }
        environment.getPropertySources().addFirst(new MapPropertySource("for routes", values));
    }

    private static String randomSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    }

    private static StartException missing(String setting, String example, String otherwise) {
        return new StartException(
                "The setting " + setting + " is missing.",
                "Set it, or "
                        + setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_')
                        + " in the environment, to " + example + otherwise + ".");
    }

    private static Binder binder(ConfigurableEnvironment environment) {
        ApplicationConversionService conversion = new ApplicationConversionService();
        conversion.addConverter(String.class, Duration.class, Durations::parse);
        return new Binder(
                ConfigurationPropertySources.get(environment),
                new PropertySourcesPlaceholdersResolver(environment),
                conversion);
    }

    private static Object bind(Binder binder, Class<?> settings) {
        String prefix = settings.getAnnotation(ConfigurationProperties.class).value();
        try {
            return binder.bindOrCreate(prefix, Bindable.of(settings));
        } catch (BindException e) {
            throw Stream.iterate((Throwable) e, Throwable::getCause)
                    .takeWhile(cause -> cause != null)
                    .filter(StartException.class::isInstance)
                    .map(StartException.class::cast)
                    .findFirst()
                    .orElseThrow(() -> e);
        }
    }
}
