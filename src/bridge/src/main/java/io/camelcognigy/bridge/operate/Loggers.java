package io.camelcognigy.bridge.operate;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggerConfiguration;
import org.springframework.boot.logging.LoggingSystem;

/** {@code /observe/loggers/<name>}: its level, and another one until the next start: {@code POST ...?level=debug}. */
final class Loggers implements OperateServer.Handler {

    private static final Logger LOG = LoggerFactory.getLogger(Loggers.class);

    private final LoggingSystem logging;

    Loggers(LoggingSystem logging) {
        this.logging = logging;
    }

    @Override
    public Answer answer(Request request) {
        if (request.path().size() != 1) {
            return Answer.error(404, "expected /observe/loggers/<name>; the topmost is called ROOT");
        }
        String name = request.path().get(0);
        return switch (request.method()) {
            case "GET" -> level(name);
            case "POST" -> change(name, request.query().get("level"));
            default -> Answer.error(405, "GET or POST");
        };
    }

    private Answer change(String name, String level) {
        LogLevel wanted;
        try {
            // Without one: as its parent has it.
            wanted = level == null || level.isBlank() ? null : LogLevel.valueOf(level.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            return Answer.error(
                    400, "level is one of off, error, warn, info, debug, trace; without it the parent's counts");
        }
        logging.setLogLevel(name, wanted);
        LOG.info("logger {} is set to {}", name.replaceAll("[^\\w.$-]", "?"), wanted);
        return level(name);
    }

    private Answer level(String name) {
        LoggerConfiguration configuration = logging.getLoggerConfiguration(name);
        Map<String, Object> answer = new LinkedHashMap<>();
        answer.put("name", name);
        answer.put("level", configuration == null ? null : configuration.getConfiguredLevel());
        answer.put("effectiveLevel", configuration == null ? null : configuration.getEffectiveLevel());
        return Answer.json(200, answer);
    }
}
