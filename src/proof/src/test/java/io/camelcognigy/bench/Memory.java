package io.camelcognigy.bench;

import java.util.Scanner;

/**
 * What one idle session takes, from the difference that many of them make, and how fast they open.
 *
 * @param residentBytes physical memory of the process; NaN where the system does not tell
 */
record Memory(double heapBytes, double residentBytes, double threads, double connectsPerSecond) {

    /** These stay open and are not counted: with them, and the warm-up before, the process has all it has once. */
    private static final int FIRST_SESSIONS = 500;

    private static final double NANOS_PER_SECOND = 1e9;

    /** @param sessions in all */
    static Memory of(Client client, int sessions) throws Exception {
        client.open(FIRST_SESSIONS);
        Turns.run(client, 0, FIRST_SESSIONS, 1);
        Usage before = Usage.now();
        long begun = System.nanoTime();
        client.open(sessions);
        double seconds = (System.nanoTime() - begun) / NANOS_PER_SECOND;
        for (int from = FIRST_SESSIONS; from < sessions; from += FIRST_SESSIONS) {
            Turns.run(client, from, Math.min(from + FIRST_SESSIONS, sessions), 1);
        }
        Usage with = Usage.now();
        double more = sessions - FIRST_SESSIONS;
        return new Memory(
                (with.heapBytes - before.heapBytes) / more,
                (with.residentBytes - before.residentBytes) / more,
                (with.threads - before.threads) / more,
                more / seconds);
    }

    String line() {
        return heapBytes + " " + residentBytes + " " + threads + " " + connectsPerSecond;
    }

    static Memory parse(String line) {
        try (Scanner values = new Scanner(line)) {
            return new Memory(
                    Double.parseDouble(values.next()),
                    Double.parseDouble(values.next()),
                    Double.parseDouble(values.next()),
                    Double.parseDouble(values.next()));
        }
    }

    /** Of the whole process. */
    private record Usage(double heapBytes, double residentBytes, double threads) {
        static Usage now() {
            double heap = Measure.heapBytes();
            long resident = Measure.residentBytes();
            return new Usage(heap, resident < 0 ? Double.NaN : resident, Measure.threads());
        }
    }
}
