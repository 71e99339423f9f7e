package io.camelcognigy;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;

/** Which options are secrets, and how Camel is told, so that it shows none of them wherever it shows a URI or an option. */
final class SecretOptions {

    private static final List<String> NAMES = OptionFields.secrets();

    private SecretOptions() {}

    /** Adds our secrets to what the context's users declared sensitive already. */
    static void declareTo(CamelContext camel) {
        String declared = camel.getCamelContextExtension().getAdditionalSensitiveKeywords();
        String ours = String.join(",", NAMES);
        if (declared == null || !declared.contains(ours)) {
            camel.getCamelContextExtension()
                    .setAdditionalSensitiveKeywords(
                            declared == null || declared.isBlank() ? ours : declared + "," + ours);
        }
    }

    /**
     * The same URI, with {@code RAW(…)} of secrets written as percent-encoded values: for Camel's sanitizing a raw value
     * ends at its first closing bracket, and what follows would be shown.
     */
    static String encodeRaw(String uri) throws Exception {
        String query = StringHelper.after(uri, "?");
        if (query == null || !query.contains("=RAW")) {
            return uri;
        }
        String encoded = uri;
        for (Map.Entry<String, Object> parameter :
                URISupport.parseQuery(query, true).entrySet()) {
            String raw = String.valueOf(parameter.getValue());
            String name = StringHelper.dashToCamelCase(parameter.getKey());
            boolean secret =
                    NAMES.stream().anyMatch(known -> known.endsWith(".") ? name.startsWith(known) : name.equals(known));
            if (secret && raw.startsWith("RAW") && raw.length() > "RAW()".length()) {
                String value = raw.substring("RAW(".length(), raw.length() - 1);
                encoded = encoded.replace(
                        parameter.getKey() + "=" + raw,
                        parameter.getKey() + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
            }
        }
        return encoded;
    }
}
