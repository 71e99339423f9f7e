package io.camelcognigy.bench;

import com.sun.management.HotSpotDiagnosticMXBean;
import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** What this JVM uses. */
final class Measure {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final HotSpotDiagnosticMXBean JVM =
            ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class);
    private static final Path STATUS = Path.of("/proc/self/status");
    private static final int COLLECTIONS = 3;
    private static final long BREATH_MILLIS = 100;

    private Measure() {}

    /** CPU time of all threads of this process so far, but for those that compile. */
    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime() - CompilerTime.nanos();
    }

    static int threads() {
        return ManagementFactory.getThreadMXBean().getThreadCount();
    }

    /** Bytes on the heap after full collections; what they freed is given back to the system. */
    static long heapBytes() {
        spareHeap(5, 10);
        for (int i = 0; i < COLLECTIONS; i++) {
            System.gc();
            // Cleaners and reference queues have threads of their own.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BREATH_MILLIS));
        }
        spareHeap(40, 70);
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    /** How much of the heap may be free after a collection; 40 to 70 % is the JVM's default. */
    private static void spareHeap(int leastPercent, int mostPercent) {
        JVM.setVMOption("MinHeapFreeRatio", "0");
        JVM.setVMOption("MaxHeapFreeRatio", String.valueOf(mostPercent));
        JVM.setVMOption("MinHeapFreeRatio", String.valueOf(leastPercent));
    }

    /** Bytes of this process in physical memory; -1 where the system has no /proc. */
    static long residentBytes() {
        if (!Files.isReadable(STATUS)) {
            return -1;
        }
        try (var lines = Files.lines(STATUS)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
                    .findFirst()
                    .orElse(-1);
        } catch (IOException e) {
            return -1;
        }
    }

    /** Waits for something that takes care of itself; returns whether it came true in time. */
    static boolean eventually(long seconds, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(BREATH_MILLIS));
        }
        return true;
    }
}
