package io.camelcognigy.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The page has every figure in its place, and relates each contestant to the floor of the same round. */
class PerformancePageTest {

    @Test
    void nothingOfTheTemplateIsLeftOpen() throws Exception {
        Results results = new Results(List.of("floor"));
        results.add(Load.saturated(1), "floor", new Figures(10_000, 50, 90, 20));
        results.add(Load.saturated(1), "component", new Figures(4_000, 100, 450, 60));
        results.add(Load.saturated(1), "floor", new Figures(1_000, 500, 900, 200));
        results.add(Load.saturated(1), "component", new Figures(500, 1_000, 4_500, 600));
        results.add(Load.saturated(1), "floor", new Figures(10_000, 50, 90, 20));
        results.add(Load.saturated(1), "component", new Figures(6_000, 100, 450, 60));
        MemoryResults memory = new MemoryResults();
        memory.add("floor", new Memory(2_048, Double.NaN, 0, 5_000));
        Options options =
                new Options(3, 1, 1_000, Options.ON_PAGE, List.of(), List.of(), Path.of("target", "unused.md"));

        KafkaResults kafka = new KafkaResults();
        kafka.add(Load.saturated(400), "bridge-floor", new Figures(10_000, 1_800, 4_000, 40));
        kafka.add(Load.saturated(400), "bridge-netty", new Figures(9_000, 2_000, 4_000, 60));
        kafka.addWaiting("camel-kafka", new Figures(0.5, 2_011_000, 4_100_000, 900));

        RoadResults jms = JmsPart.results();
        jms.add(Load.saturated(200), "jms-floor", new Figures(10_000, 1_800, 4_000, 40));
        jms.add(Load.saturated(200), "bridge-jms", new Figures(8_000, 2_000, 4_000, 62));
        jms.add(new Load(200, 500), "jms-floor", new Figures(500, 1_000, 4_000, 40));
        jms.add(new Load(200, 500), "bridge-jms", new Figures(500, 1_300, 4_000, 62));
        jms.addWaiting(new Load(1_000, 400), "jms-floor", new Figures(400, 2_002_000, 2_010_000, 100));
        jms.addWaiting(new Load(1_000, 400), "bridge-jms", new Figures(400, 2_003_000, 2_014_000, 130));
        RoadResults mail = MailPart.results();
        mail.add(Load.saturated(50), "bridge-mail", new Figures(90, 50_000, 90_000, 4_000));
        mail.addWaiting(new Load(50, 20), "bridge-mail", new Figures(20, 2_100_000, 2_200_000, 5_000));

        PerformancePage.All all = new PerformancePage.All(results, memory, kafka, jms, mail);
        String page = new PerformancePage(options, all, Map.of("floor", 1_000L), List.of(17.0), "0.3 %", 15).text();

        assertThat(page)
                .doesNotContain("{{")
                .contains("| floor     |", "10,000 (1,000–10,000)")
                .contains("| ÷ floor   |", "0.50 (0.40–0.60)", "3.00 (3.00–3.00)")
                .contains("2.00 (2.00–2.00)", "not known here", "took 0.3 %")
                .contains("| ÷ bridge-floor |", "0.90 (0.90–0.90)")
                .contains("| bridge-netty | 9,000 (× 0.90) |    60.0 (× 1.50) |")
                .contains("| camel-kafka |", "0.50", "11.0", "2,100")
                .contains("at 500/s: p50, ms", "| bridge-jms | 8,000 (× 0.80) |", "1.30 (× 1.30)", "3.00 (× 1.50)")
                .contains("| bridge-mail |");

        // As in a run that does not name mail.
        PerformancePage.All withoutMail = new PerformancePage.All(results, memory, kafka, jms, MailPart.results());
        assertThat(new PerformancePage(options, withoutMail, Map.of(), List.of(17.0), "0.3 %", 15).text())
                .doesNotContain("{{", "bridge-mail", "By mail")
                .contains("| bridge-jms |");
    }
}
