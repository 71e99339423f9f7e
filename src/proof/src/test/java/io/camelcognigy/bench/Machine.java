package io.camelcognigy.bench;

import com.sun.management.OperatingSystemMXBean;
import io.netty.util.Version;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.apache.kafka.common.utils.AppInfoParser;
import org.springframework.boot.SpringBootVersion;

/** What the figures were measured on. */
final class Machine {

    private static final long MEGABYTE = 1024 * 1024;

    private Machine() {}

    static String hardware() {
        OperatingSystemMXBean system = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
        return String.format(
                Locale.ROOT,
                "%d cores (%s), %.0f GiB of memory",
                Runtime.getRuntime().availableProcessors(),
                value(Path.of("/proc/cpuinfo"), "model name", ':', System.getProperty("os.arch")),
                system.getTotalMemorySize() / (1024.0 * MEGABYTE));
    }

    static String operatingSystem() {
        String name = System.getProperty("os.name") + " " + System.getProperty("os.version");
        return value(Path.of("/etc/os-release"), "PRETTY_NAME", '=', name) + ", " + name;
    }

    static String java() {
        return System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version");
    }

    static String libraries(String camelVersion) {
        return "Camel " + camelVersion + ", Netty "
                + Version.identify().get("netty-common").artifactVersion()
                + ", Kafka " + AppInfoParser.getVersion() + ", Spring Boot " + SpringBootVersion.getVersion();
    }

    static String node() {
        try {
            Process node = new ProcessBuilder("node", "--version").start();
            return "Node " + new String(node.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            return "no Node";
        }
    }

    static long maxHeapMegabytes() {
        return Runtime.getRuntime().maxMemory() / MEGABYTE;
    }

    /** The value of the first line with that key; the other one where there is no such file or line. */
    private static String value(Path file, String key, char separator, String otherwise) {
        if (!Files.isReadable(file)) {
            return otherwise;
        }
        try (var lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(separator) + 1)
                            .replace("\"", "")
                            .strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
