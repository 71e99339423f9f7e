package io.camelcognigy.spring.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.camelcognigy.CognigyComponent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * Run by the build: writes Spring's configuration metadata from the component's own, which is where each option is described,
 * once. Not part of the jar.
 */
public final class WriteMetadata {

    private static final String PREFIX = "camel.component.cognigy";

    private final ObjectMapper mapper = new ObjectMapper();
    private final ObjectNode metadata = mapper.createObjectNode();
    private final ArrayNode properties = metadata.putArray("properties");
    private final ArrayNode hints = metadata.putArray("hints");

    private WriteMetadata() {}

    /** @param arguments the folder with the module's classes */
    public static void main(String[] arguments) throws IOException {
        new WriteMetadata().write(Path.of(arguments[0], "META-INF", "spring-configuration-metadata.json"));
    }

    private void write(Path file) throws IOException {
        JsonNode component;
        try (InputStream json = CognigyComponent.class.getResourceAsStream("/META-INF/io/camelcognigy/cognigy.json")) {
            component = mapper.readTree(json);
        }
        for (Map.Entry<String, JsonNode> option :
                component.get("componentProperties").properties()) {
            add(dashed(option.getKey()), option.getValue());
        }
        flag("enabled", "Whether to configure the component from these properties at all.");
        flag("customizer.enabled", "Whether the properties are given to the component.");
        Files.createDirectories(file.getParent());
        Files.writeString(file, mapper.writerWithDefaultPrettyPrinter().writeValueAsString(metadata));
    }

    private void add(String name, JsonNode option) {
        ObjectNode property = properties.addObject();
        property.put("name", PREFIX + "." + name);
        property.put("type", type(option));
        property.put("description", option.path("description").asText());
        if (option.hasNonNull("defaultValue")) {
            property.put("defaultValue", option.get("defaultValue").asText());
        }
        if (option.has("enum")) {
            ArrayNode values =
                    hints.addObject().put("name", PREFIX + "." + name).putArray("values");
            option.get("enum").forEach(value -> values.addObject().put("value", value.asText()));
        }
    }

    /** Beans are named as text, {@code #bean:name}, and Camel reads durations and words its own way. */
    private static String type(JsonNode option) {
        String type = option.path("javaType").asText();
        return switch (option.path("type").asText()) {
            case "boolean" -> "java.lang.Boolean";
            case "integer" -> "java.lang.Integer";
            case "number" -> "java.lang.Double";
            case "duration" -> "java.time.Duration";
            default ->
                type.startsWith("java.util.Map")
                        ? "java.util.Map<java.lang.String,java.lang.Object>"
                        : "java.lang.String";
        };
    }

    private void flag(String name, String description) {
        ObjectNode property = properties.addObject();
        property.put("name", PREFIX + "." + name);
        property.put("type", "java.lang.Boolean");
        property.put("description", description);
        property.put("defaultValue", true);
    }

    private static String dashed(String name) {
        return name.replaceAll("([a-z0-9])([A-Z])", "$1-$2").toLowerCase(java.util.Locale.ROOT);
    }
}
