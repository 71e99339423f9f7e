package io.camelcognigy.proof;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/** A {@link Child}'s end of the line: takes commands from standard input, and ends the JVM when its parent is gone. */
final class Commands {

    private final PrintStream replies =
            new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);

    /** From here on standard output is for replies, and what others print goes to standard error. */
    Commands() {
        System.setOut(System.err);
    }

    void say(String line) {
        replies.println(line);
    }

    /** For a child that has another main task: it ends with its parent, or by itself. */
    static void serveBeside(UnaryOperator<String> handler) {
        Commands commands = new Commands();
        Thread thread = new Thread(() -> commands.serve(handler), "commands");
        thread.setDaemon(true);
        thread.start();
    }

    /** Serves until the parent is gone, and then ends the JVM. */
    void serve(UnaryOperator<String> handler) {
        try (BufferedReader commands = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = commands.readLine(); line != null; line = commands.readLine()) {
                say(handler.apply(line));
            }
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
        }
        Runtime.getRuntime().halt(1);
    }
}
