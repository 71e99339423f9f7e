package io.camelcognigy.bench;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** The child's end of {@link ChildProcess}: takes commands from standard input until the parent closes it. */
final class ChildCommands {

    static final String OK = "ok ";
    static final String EDGE = "edge";

    /** Carries out one command, its first word and the rest, and gives the reply, one line. */
    @FunctionalInterface
    interface Handler {
        String handle(String[] words) throws Exception;
    }

    private final PrintStream replies =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    /** From here on standard output is for replies, and what others print goes to standard error. */
    ChildCommands() {
        System.setOut(System.err);
    }

    /** Tells the parent that a window begins or ends. */
    void edge() {
        replies.println(EDGE);
    }

    /** The work of a process of which only the CPU time can be asked for. */
    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /** Does the work, and serves meanwhile. The process ends with its parent; or, as failed, with its work. */
    static void serveBeside(Work work) throws IOException {
        ChildCommands commands = new ChildCommands();
        Thread worker = new Thread(() -> untilItEnds(work), "work");
        worker.setDaemon(true);
        worker.start();
        commands.serve(words -> {
            throw new IllegalArgumentException(words[0]);
        });
        System.exit(0);
    }

    private static void untilItEnds(Work work) {
        try {
            work.run();
        } catch (Throwable e) {
            e.printStackTrace();
        }
        System.exit(1);
    }

    /** Says that the child is ready, and serves. Returns when the parent is gone or has no more commands. */
    void serve(Handler handler) throws IOException {
        replies.println(OK);
        BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = commands.readLine(); line != null; line = commands.readLine()) {
            replies.println(reply(handler, line.split(" ")));
        }
    }

    private static String reply(Handler handler, String[] words) {
        try {
            return OK
                    + switch (words[0]) {
                        case "cpu" -> String.valueOf(Measure.cpuNanos());
                        case "resident" -> String.valueOf(Measure.residentBytes());
                        default -> handler.handle(words);
                    };
        } catch (Exception e) {
            e.printStackTrace();
            return "failed: " + e;
        }
    }
}
