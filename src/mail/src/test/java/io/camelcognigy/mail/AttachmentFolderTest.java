package io.camelcognigy.mail;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.camelcognigy.mail.MailBody.Attachment;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is attached is kept as it was, where its sender has no say. */
class AttachmentFolderTest {

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private AttachmentFolder store(String url) {
        return new AttachmentFolder(folder.toString(), url, "a secret", Duration.ofSeconds(30), threads);
    }

    /** @param parts of each its header lines, an empty line and its body */
    private static IncomingMail mail(String... parts) throws Exception {
        List<String> lines = new ArrayList<>(List.of(
                "From: anna@localhost",
                "Message-ID: <1@client.example>",
                "Content-Type: multipart/mixed; boundary=xx",
                "",
                "--xx",
                "",
                "please look"));
        for (String part : parts) {
            lines.add("--xx");
            lines.add(part);
        }
        lines.add("--xx--");
        return Mails.read(lines.toArray(String[]::new));
    }

    private static String part(String name, String encoding, String body) {
        return "Content-Type: application/octet-stream; name=\"" + name + "\"\r\nContent-Disposition: attachment\r\n"
                + "Content-Transfer-Encoding: " + encoding + "\r\n\r\n" + body;
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).sorted().toList();
        }
    }

    @Test
    void eachIsAFileWithItsContentBehindItsLink() throws Exception {
        byte[] pdf = new byte[300_000];
        for (int i = 0; i < pdf.length; i++) {
            pdf[i] = (byte) (i * 31 >> 3);
        }
        List<Attachment> kept = store("")
                .keep(mail(
                        part("bill.pdf", "base64", Base64.getMimeEncoder().encodeToString(pdf)),
                        part("note.txt", "quoted-printable", "gr=C3=BC=C3=9Fe"),
                        part("plain.txt", "8bit", "as it is"),
                        part("odd.txt", "x-nobody-knows", "as it is")));

        assertThat(kept).extracting(Attachment::name).containsExactly("bill.pdf", "note.txt", "plain.txt", "odd.txt");
        assertThat(kept).allMatch(attachment -> attachment.content() == null, "holds no mail in memory");
        assertThat(Files.readAllBytes(Path.of(URI.create(kept.get(0).url())))).isEqualTo(pdf);
        assertThat(Files.readString(Path.of(URI.create(kept.get(1).url())))).isEqualTo("grüße");
        assertThat(Files.readString(Path.of(URI.create(kept.get(2).url())))).isEqualTo("as it is");
        assertThat(Files.readString(Path.of(URI.create(kept.get(3).url())))).isEqualTo("as it is");
        assertThat(files()).hasSize(4);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().get(0))))
                .isEqualTo("rw-r-----");
    }

    @Test
    void aMailThatIsAskedOnceMoreHasTheSameLinksAndEachMailItsOwn() throws Exception {
        IncomingMail mail = mail(part("a.txt", "7bit", "a"));
        String first =
                store("https://files.example.com/mail/").keep(mail).get(0).url();

        assertThat(first).matches("https://files\\.example\\.com/mail/[0-9a-f]{40}/1-a\\.txt");
        assertThat(store("https://files.example.com/mail").keep(mail).get(0).url())
                .isEqualTo(first);
        assertThat(files()).hasSize(1);
        IncomingMail others = Mails.read(new String(
                        "From: bo@localhost\r\nMessage-ID: <1@client.example>\r\nContent-Type: multipart/mixed; boundary=xx"
                                + "\r\n\r\n--xx\r\n" + part("a.txt", "7bit", "b") + "\r\n--xx--\r\n")
                .getBytes(UTF_8));
        assertThat(store("https://files.example.com/mail").keep(others).get(0).url())
                .isNotEqualTo(first);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "../../etc/passwd               | passwd",
                "..                             | 1-.",
                "C:\\Windows\\evil.exe          | evil.exe",
                ".htaccess                      | 1-.htaccess",
                "CON                            | 1-CON",
                "a b;rm -rf $(x)`y`'z.sh        | 1-a_b_rm_-rf_x_y_z.sh",
                "x%2e%2e%2fy                    | x_2e_2e_2fy",
                "=?utf-8?q?..=2f..=2f=00b=0ac?= | c",
                "=?utf-8?q?=E2=80=AEfdp.exe?=   | fdp.exe",
                "größe.pdf                      | 1-gr_e.pdf",
                "=?utf-8?q?a=22=3E=3Cscript=3E?=| 1-a_script_",
                "*                              | 1-_",
            })
    void aHostileNameIsHarmless(String name, String end) throws Exception {
        String url = store("")
                .keep(mail(part(name.replace("\\", "\\\\"), "7bit", "x")))
                .get(0)
                .url();

        assertThat(files()).hasSize(1);
        Path file = files().get(0);
        assertThat(file.getParent().getParent()).isEqualTo(folder);
        assertThat(file.getFileName().toString())
                .matches("1-[A-Za-z0-9._-]{1,80}")
                .endsWith(end);
        assertThat(url).isEqualTo(file.toUri().toString()).doesNotContain("%");
    }

    @Test
    void aLongNameKeepsItsEnd() {
        assertThat(AttachmentFolder.harmless("x".repeat(500) + ".pdf"))
                .hasSize(80)
                .endsWith("x.pdf");
    }

    @Test
    void namesThatAreTheSameAreTwoFiles() throws Exception {
        assertThat(store("").keep(mail(part("a", "7bit", "1"), part("a", "7bit", "2"))))
                .extracting(Attachment::url)
                .doesNotHaveDuplicates();
        assertThat(files()).hasSize(2);
    }

    @Test
    void ofVeryManyTheFirstHaveALink() throws Exception {
        String[] parts = new String[AttachmentFolder.MAX_FILES + 10];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = part(i + ".txt", "7bit", "x");
        }
        List<Attachment> kept = store("").keep(mail(parts));

        assertThat(kept).hasSize(parts.length);
        assertThat(kept.stream().filter(one -> one.url() != null)).hasSize(AttachmentFolder.MAX_FILES);
        assertThat(files()).hasSize(AttachmentFolder.MAX_FILES);
    }

    @Test
    void aBrokenEncodingEndsTheFileEarlyAndIsNoFaultOfTheFolder() throws Exception {
        assertThat(store("").keep(mail(part("a.bin", "base64", "aGVsbG8=aGVsbG8*!"))))
                .hasSize(1);
        assertThat(Files.readString(files().get(0))).startsWith("hel");
    }

    @Test
    void whatCannotBeWrittenIsSaidWithoutTheNameOfAnyFile() throws Exception {
        IncomingMail mail = mail(part("secret-illness.pdf", "7bit", "x"));
        AttachmentFolder store = store("");
        store.keep(mail);
        Path own = files().get(0).getParent();
        Files.delete(files().get(0));
        Files.delete(own);
        Files.writeString(own, "in the way");

        assertThatThrownBy(() -> store.keep(mail))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot be kept")
                .hasNoCause()
                .extracting(Throwable::getMessage, org.assertj.core.api.InstanceOfAssertFactories.STRING)
                .doesNotContain("illness", own.getFileName().toString());
    }

    @Test
    void aFolderThatIsNotThereIsRefused() {
        assertThatThrownBy(() -> new AttachmentFolder(
                        folder.resolve("none").toString(), "", "a secret", Duration.ofSeconds(1), threads))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attachmentsFolder");
        assertThatThrownBy(() -> store("javascript:alert(1)"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("attachmentsUrl");
    }
}
