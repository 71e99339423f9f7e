package io.camelcognigy.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Programs of ours in a JVM of their own: the Java and the class path of this one. */
public final class Java {

    private Java() {}

    /** A program that is ready to be started. */
    public static ProcessBuilder program(Class<?> main, List<String> jvmOptions, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmOptions);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        // Where the program is a bridge: several run at once here.
        builder.environment().put("OPERATE_PORT", "0");
        return builder;
    }
}
