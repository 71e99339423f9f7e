package io.camelcognigy.mail;

import io.camelcognigy.mail.MailBody.Attachment;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Keeps attachments as files: {@code <folder>/<mail>/<number>-<name>}, where the mail's part is an HMAC, which nobody can guess,
 * and the same each time that mail is asked. Nothing that a sender chose is part of a path but letters, digits, dots, dashes
 * and underscores behind a number. It never deletes any.
 */
final class AttachmentFolder implements AttachmentStore {

    /** Of one mail; of more there is no link. */
    static final int MAX_FILES = 50;

    private static final int MAX_NAME = 80;
    private static final int ID_BYTES = 20;
    private static final int BUFFER = 64 * 1024;

    private final Path folder;
    private final String url;
    private final byte[] secret;
    private final Duration timeout;
    private final ExecutorService threads;

    /**
     * @param url what the links begin with; empty: links are {@code file:} URIs
     * @param secret of the road, so that links cannot be guessed
     * @param timeout for all attachments of a mail; a folder on a server that is away would hold up everybody
     * @throws IllegalArgumentException if the folder is not there or cannot be written to, or the URL is none; names the option
     */
    AttachmentFolder(String folder, String url, String secret, Duration timeout, ExecutorService threads) {
        this.folder = folder(folder);
        this.url = url(url);
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
        this.timeout = timeout;
        this.threads = threads;
    }

    private static Path folder(String folder) {
        if (folder == null || folder.isBlank()) {
            throw new IllegalArgumentException("the option attachmentsFolder must not be empty with attachments=file");
        }
        Path path = Path.of(folder.strip()).toAbsolutePath().normalize();
        if (!Files.isDirectory(path) || !Files.isWritable(path)) {
            throw new IllegalArgumentException("the option attachmentsFolder must be a folder that can be written to");
        }
        return path;
    }

    private static String url(String url) {
        if (url == null || url.isBlank()) {
            return "";
        }
        try {
            URI uri = URI.create(url.strip());
            if (uri.getScheme() != null && uri.getScheme().matches("https?") && uri.getHost() != null) {
                return uri.toString().replaceAll("/+$", "");
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException("the option attachmentsUrl must be https://host/path");
    }

    @Override
    public List<Attachment> keep(IncomingMail mail) throws IOException, InterruptedException {
        if (mail.body().attachments().isEmpty()) {
            return List.of();
        }
        Future<List<Attachment>> kept = threads.submit(() -> write(mail));
        try {
            return kept.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            kept.cancel(true);
            throw new IOException("the folder for attachments takes longer than " + timeout.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof VirtualMachineError error) {
                throw error;
            }
            throw new IOException("attachments cannot be kept: " + reason(e.getCause()));
        }
    }

    /** Without the file, whose name is a person's word. */
    private static String reason(Throwable failure) {
        String said = failure instanceof FileSystemException file ? file.getReason() : failure.getMessage();
        return failure.getClass().getSimpleName() + (said == null ? "" : ": " + said);
    }

    private List<Attachment> write(IncomingMail mail) throws IOException {
        String id = HexFormat.of()
                .formatHex(
                        Digest.hmac(
                                secret,
                                "attachments",
                                (mail.sender() + "\n" + mail.identity()).getBytes(StandardCharsets.UTF_8)),
                        0,
                        ID_BYTES);
        Path own = folder.resolve(id);
        if (!Files.isDirectory(own)) {
            Files.createDirectory(own);
            permit(own, "rwxr-x---");
        }
        List<Attachment> kept = new ArrayList<>();
        for (Attachment attachment : mail.body().attachments()) {
            int number = kept.size() + 1;
            if (number > MAX_FILES) {
                kept.add(attachment.withoutContent());
                continue;
            }
            String name = number + "-" + harmless(attachment.name());
            write(attachment, own.resolve(name));
            String link = url.isEmpty() ? own.resolve(name).toUri().toString() : url + "/" + id + "/" + name;
            kept.add(attachment.at(link));
        }
        return kept;
    }

    /** Whoever serves the folder never sees half a file under its name. */
    private static void write(Attachment attachment, Path file) throws IOException {
        Path unfinished = Files.createTempFile(file.getParent(), "unfinished-", "");
        try {
            try (InputStream in = attachment.content().decoded();
                    OutputStream out = Files.newOutputStream(unfinished)) {
                byte[] buffer = new byte[BUFFER];
                int read;
                while ((read = read(in, buffer)) >= 0) {
                    if (Thread.currentThread().isInterrupted()) {
                        throw new InterruptedIOException();
                    }
                    out.write(buffer, 0, read);
                }
            }
            permit(unfinished, "rw-r-----");
            Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    /** A broken transfer encoding ends the file early: that is the sender's doing, and no fault of the folder. */
    private static int read(InputStream in, byte[] buffer) {
        try {
            return in.read(buffer);
        } catch (IOException e) {
            return -1;
        }
    }

    /** For the bridge, and whoever is of its group and serves them; on Windows as the folder's are. */
    private static void permit(Path path, String permissions) throws IOException {
        if (path.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
        }
    }

    /** Its end is kept, which says what it is. */
    static String harmless(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]+", "_").replaceAll("\\.{2,}", ".");
        String end = plain.substring(Math.max(0, plain.length() - MAX_NAME));
        return end.isEmpty() ? "unnamed" : end;
    }
}
