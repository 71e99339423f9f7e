package io.camelcognigy.bench;

import java.util.Locale;
import java.util.Scanner;

/**
 * What one idle session takes, from the difference that many of them make.
 *
 * @param residentBytes physical memory of the process; NaN where the system does not tell
 */
record Memory(double heapBytes, double residentBytes, double threads) {

    /** These stay open and are not counted: with them the process has all it has once. */
    private static final int FIRST_SESSIONS = 20;

    private static final int TURNS = 20;

    static Memory of(Client client, int sessions) throws Exception {
        client.open(FIRST_SESSIONS);
        Turns.run(client, 0, FIRST_SESSIONS, TURNS);
        Memory before = now();
        client.open(FIRST_SESSIONS + sessions);
        Turns.run(client, FIRST_SESSIONS, FIRST_SESSIONS + sessions, 1);
        Memory with = now();
        return new Memory(
                (with.heapBytes - before.heapBytes) / sessions,
                (with.residentBytes - before.residentBytes) / sessions,
                (with.threads - before.threads) / sessions);
    }

    private static Memory now() {
        double heap = Measure.heapBytes();
        long resident = Measure.residentBytes();
        return new Memory(heap, resident < 0 ? Double.NaN : resident, Measure.threads());
    }

    String line() {
        return heapBytes + " " + residentBytes + " " + threads;
    }

    static Memory parse(String line) {
        try (Scanner values = new Scanner(line).useLocale(Locale.ROOT)) {
            return new Memory(
                    Double.parseDouble(values.next()),
                    Double.parseDouble(values.next()),
                    Double.parseDouble(values.next()));
        }
    }
}
