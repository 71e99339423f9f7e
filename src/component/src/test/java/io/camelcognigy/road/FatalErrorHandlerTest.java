package io.camelcognigy.road;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.util.ArrayList;
import java.util.List;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.Test;

/** A road's fatal error goes to the application's handler; without one it is logged, and nobody is harmed. */
class FatalErrorHandlerTest {

    @Test
    void theHandlerInTheRegistryIsTold() throws Exception {
        List<String> told = new ArrayList<>();
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            camel.getRegistry()
                    .bind("any", (FatalErrorHandler) (thread, error) -> told.add(thread + ": " + error.getMessage()));

            FatalErrorHandler.of(camel).fatal("the poll thread", new OutOfMemoryError("heap"));
        }
        assertThat(told).containsExactly("the poll thread: heap");
    }

    @Test
    void withoutOneTheProcessGoesOn() throws Exception {
        try (DefaultCamelContext camel = new DefaultCamelContext()) {
            assertThatCode(() -> FatalErrorHandler.of(camel).fatal("the poll thread", new StackOverflowError()))
                    .doesNotThrowAnyException();
        }
    }
}
