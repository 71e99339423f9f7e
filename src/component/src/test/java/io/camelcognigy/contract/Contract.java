package io.camelcognigy.contract;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.dataformat.yaml.YAMLMapper;

/**
 * The files of {@code docs/contract}, by which what roads really take and make is judged. Stricter than for readers, who
 * ignore what they do not know: here a member that is not described is a fault.
 */
public final class Contract {

    private static final String BASE = "https://contract.example/";
    private static final String ASYNCAPI = "asyncapi.yaml";

    private final Map<String, String> files = new HashMap<>();
    private final JsonMapper json = new JsonMapper();
    private final JsonNode asyncApi;
    private final SchemaRegistry registry;

    private Contract(Path folder) throws IOException {
        for (String name : List.of("input.schema.json", "output.schema.json", "dead-letter.schema.json")) {
            files.put(BASE + name, Files.readString(folder.resolve(name)));
        }
        asyncApi = new YAMLMapper().readTree(Files.readString(folder.resolve(ASYNCAPI)));
        files.put(BASE + ASYNCAPI, json.writeValueAsString(asyncApi));
        registry = SchemaRegistry.withDefaultDialect(
                SpecificationVersion.DRAFT_2020_12, builder -> builder.schemas(files));
    }

    /** Those of this project. */
    public static Contract read() {
        try {
            return new Contract(Path.of(System.getProperty("project.root", "."), "docs", "contract"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode asyncApi() {
        return asyncApi;
    }

    JsonNode file(String name) {
        return json.readTree(files.get(BASE + name));
    }

    /** What is wrong with the value of an output; empty if nothing is. */
    public List<String> output(String value) {
        List<String> faults = new ArrayList<>(check("output.schema.json", value));
        JsonNode known = file("output.schema.json").get("properties");
        json.readTree(value).propertyNames().forEach(name -> {
            if (!known.has(name)) {
                faults.add("the member " + name + " is not described");
            }
        });
        return faults;
    }

    /** What is wrong with the headers of an output, each as text; empty if nothing is. */
    public List<String> outputHeaders(Map<String, String> headers) {
        return headers(ASYNCAPI + "#/components/schemas/outputHeaders", headers, "chat");
    }

    /** Structured inputs, as the documents show them. */
    public List<String> inputExamples() {
        List<String> examples = new ArrayList<>();
        file("input.schema.json").get("examples").forEach(example -> examples.add(example.toString()));
        asyncApi.at("/components/messages/structuredInput/examples")
                .forEach(example -> examples.add(example.get("payload").toString()));
        return examples;
    }

    /** What is wrong with a structured input; empty if nothing is. */
    public List<String> input(String value) {
        return check("input.schema.json", value);
    }

    /** What is wrong with the headers of a dead letter, those of its input left out; empty if nothing is. */
    public List<String> deadLetter(Map<String, String> headers) {
        return headers("dead-letter.schema.json", headers, "deadLetter");
    }

    private List<String> headers(String schema, Map<String, String> headers, String prefix) {
        String written = json.writeValueAsString(headers);
        List<String> faults = new ArrayList<>(check(schema, written));
        JsonNode known = schema.startsWith(ASYNCAPI)
                ? asyncApi.at("/components/schemas/outputHeaders/properties")
                : file(schema).get("properties");
        headers.keySet().stream()
                .filter(name -> name.startsWith(prefix) && !known.has(name))
                .forEach(name -> faults.add("the header " + name + " is not described"));
        return faults;
    }

    List<String> check(String schema, String value) {
        Schema compiled = registry.getSchema(SchemaLocation.of(BASE + schema));
        return compiled
                .validate(
                        value,
                        InputFormat.JSON,
                        context -> context.executionConfig(config -> config.formatAssertionsEnabled(true)))
                .stream()
                .map(Object::toString)
                .toList();
    }
}
