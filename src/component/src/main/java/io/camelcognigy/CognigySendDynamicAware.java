package io.camelcognigy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Expression;
import org.apache.camel.Processor;
import org.apache.camel.spi.SendDynamicAware;
import org.apache.camel.spi.annotations.SendDynamic;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.support.service.ServiceSupport;
import org.apache.camel.util.StringHelper;

/**
 * For {@code toD}: takes the options that are expressions out of the URI, so that one producer serves every session key,
 * and so that what an expression gave is never taken for an expression, or for further options.
 */
@SendDynamic(CognigyConstants.SCHEME)
public class CognigySendDynamicAware extends ServiceSupport implements SendDynamicAware {

    /** Exchange property: the values of the expression options, by the option's name. */
    static final String VALUES = "CamelCognigyDynamicValues";

    private static final Set<String> EXPRESSIONS = Set.of("sessionKey", "userId", "passthroughIp");

    private final Map<String, Template> templates = new ConcurrentHashMap<>();
    private CamelContext camelContext;
    private String scheme;

    /**
     * A URI as the route has it.
     *
     * @param rest the URI without the options that were taken out
     * @param expressions those, by name
     */
    private record Template(Expression rest, Map<String, Expression> expressions) {}

    @Override
    public DynamicAwareEntry prepare(Exchange exchange, String uri, String originalUri) {
        Template template = templates.computeIfAbsent(originalUri, this::read);
        if (template.expressions().isEmpty()) {
            return null;
        }
        Map<String, Object> values = new LinkedHashMap<>();
        template.expressions().forEach((option, text) -> values.put(option, text.evaluate(exchange, String.class)));
        return new DynamicAwareEntry(template.rest().evaluate(exchange, String.class), originalUri, values, null);
    }

    @Override
    public String resolveStaticUri(Exchange exchange, DynamicAwareEntry entry) {
        return entry.getUri();
    }

    @Override
    public Processor createPreProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return target -> target.setProperty(VALUES, entry.getProperties());
    }

    @Override
    public Processor createPostProcessor(Exchange exchange, DynamicAwareEntry entry) {
        return target -> target.removeProperty(VALUES);
    }

    private Template read(String originalUri) {
        String uri = EndpointHelper.resolveEndpointUriPropertyPlaceholders(camelContext, originalUri);
        String query = StringHelper.after(uri, "?");
        Map<String, Expression> expressions = new LinkedHashMap<>();
        if (query == null || uri.startsWith("language:")) {
            return new Template(null, expressions);
        }
        List<String> rest = new ArrayList<>();
        for (String parameter : parameters(query)) {
            String option = StringHelper.dashToCamelCase(StringHelper.before(parameter, "=", parameter));
            String value = StringHelper.after(parameter, "=", "");
            if (EXPRESSIONS.contains(option) && value.contains("${")) {
                expressions.put(option, expression(plain(value)));
            } else {
                rest.add(parameter);
            }
        }
        String path = StringHelper.before(uri, "?");
        return new Template(expression(rest.isEmpty() ? path : path + "?" + String.join("&", rest)), expressions);
    }

    /** Split at each {@code &} that is not within an expression. */
    private static List<String> parameters(String query) {
        List<String> parameters = new ArrayList<>();
        int depth = 0;
        int begin = 0;
        for (int i = 0; i < query.length(); i++) {
            char c = query.charAt(i);
            if (c == '{' && i > 0 && (query.charAt(i - 1) == '$' || depth > 0)) {
                depth++;
            } else if (c == '}' && depth > 0) {
                depth--;
            } else if (c == '&' && depth == 0) {
                parameters.add(query.substring(begin, i));
                begin = i + 1;
            }
        }
        parameters.add(query.substring(begin));
        return parameters;
    }

    /** Without what a URI needs around or in a value. */
    private static String plain(String value) {
        boolean raw =
                value.startsWith("RAW(") && value.endsWith(")") || value.startsWith("RAW{") && value.endsWith("}");
        if (raw) {
            return value.substring("RAW(".length(), value.length() - 1);
        }
        return value.contains("%") ? URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8) : value;
    }

    private Expression expression(String text) {
        Expression expression = camelContext
                .resolveLanguage(text.contains("${") ? "simple" : "constant")
                .createExpression(text);
        expression.init(camelContext);
        return expression;
    }

    @Override
    public boolean isLenientProperties() {
        return false;
    }

    @Override
    public void setScheme(String scheme) {
        this.scheme = scheme;
    }

    @Override
    public String getScheme() {
        return scheme;
    }

    @Override
    public CamelContext getCamelContext() {
        return camelContext;
    }

    @Override
    public void setCamelContext(CamelContext camelContext) {
        this.camelContext = camelContext;
    }
}
