package dev.kiln.storage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryBlobsTest {

  @TempDir Path root;

  @Test
  void whatIsPutIsThereUnderItsUrl() throws Exception {
    BlobStore store = open();
    var blob = new Blob(3, "requests/1/42", "png", "pixels".getBytes(UTF_8));
    String url = store.put(blob.name(), blob.bytes());

    assertThat(blob.name()).isEqualTo("requests/1/42-3-" + blob.sha256().substring(0, 16) + ".png");
    assertThat(Path.of(URI.create(url))).hasContent("pixels").startsWith(root);
  }

  @Test
  void theSameAgainChangesNothing() throws Exception {
    BlobStore store = open();
    String url = store.put("a/b.raw", new byte[] {1, 2});
    Path file = Path.of(URI.create(url));
    Files.setLastModifiedTime(file, FileTime.fromMillis(1_000));

    assertThat(store.put("a/b.raw", new byte[] {1, 2})).isEqualTo(url);
    assertThat(Files.getLastModifiedTime(file).toMillis()).isEqualTo(1_000);
  }

  @Test
  void otherBytesTakeThePlaceOfTheEarlier() throws Exception {
    BlobStore store = open();
    Path file = Path.of(URI.create(store.put("a/b.raw", new byte[] {1, 2})));
    store.put("a/b.raw", new byte[] {1, 3});
    assertThat(file).hasBinaryContent(new byte[] {1, 3});
  }

  @Test
  void manyAtATimeLeaveOneWholeFileAndNothingElse() throws Exception {
    BlobStore store = open();
    byte[] bytes = new byte[200_000];
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      List<Callable<String>> writes =
          Stream.<Callable<String>>generate(() -> () -> store.put("x/y.raw", bytes))
              .limit(40)
              .toList();
      for (var written : threads.invokeAll(writes)) {
        assertThat(Path.of(URI.create(written.get()))).hasSize(bytes.length);
      }
    } finally {
      threads.shutdownNow();
    }
    try (Stream<Path> files = Files.walk(root)) {
      assertThat(files.filter(Files::isRegularFile)).hasSize(1);
    }
  }

  @Test
  void whatAKilledProcessLeftBehindGoesAfterADay() throws Exception {
    open();
    Path old = Files.createFile(root.resolve(".partial/old"));
    Path young = Files.createFile(root.resolve(".partial/young"));
    Files.setLastModifiedTime(old, FileTime.fromMillis(1_000));
    open();

    assertThat(old).doesNotExist();
    assertThat(young).exists();
  }

  @Test
  void whatWasKeptIsReadIfItIsWhatItWas() throws Exception {
    BlobStore store = open();
    var blob = new Blob(0, "requests/1/42", "png", "pixels".getBytes(UTF_8));
    var kept = new StoredBlob(store.put(blob.name(), blob.bytes()), 6, blob.sha256());
    assertThat(store.get(kept)).isEqualTo(blob.bytes());

    Path file = Path.of(URI.create(kept.url()));
    Files.writeString(file, "Pixels");
    assertThatThrownBy(() -> store.get(kept))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith(kept.url() + " has the sha256 ")
        .hasMessageEndingWith(", expected " + blob.sha256());
    Files.writeString(file, "pixel");
    assertThatThrownBy(() -> store.get(kept)).hasMessage(kept.url() + " has 5 bytes, expected 6");
    Files.delete(file);
    assertThatThrownBy(() -> store.get(kept)).hasMessage(kept.url() + " is not there");
  }

  @Test
  void noUrlLeadsOut(@TempDir Path elsewhere) throws Exception {
    BlobStore store = open();
    Path secret = Files.writeString(elsewhere.resolve("secret"), "secret");
    Path link = Files.createSymbolicLink(root.resolve("link"), secret);
    for (String url :
        List.of(
            secret.toUri().toString(),
            link.toUri().toString(),
            root.toUri() + "../" + elsewhere.getFileName() + "/secret")) {
      assertThatThrownBy(() -> store.get(url))
          .isInstanceOf(IOException.class)
          .hasMessage(url + " is not below " + root);
    }
    assertThatThrownBy(() -> store.get("http://host/file"))
        .isInstanceOf(IOException.class)
        .hasMessage("http://host/file is not a file's URL");
  }

  @Test
  void noNameLeadsOut() throws Exception {
    assertThatThrownBy(() -> open().put("../escaped", new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("leads out of");
  }

  @Test
  void aDirectoryThatIsNoneIsNamed() throws Exception {
    Path file = Files.createFile(root.resolve("file"));

    assertThatThrownBy(() -> BlobStores.open(new BlobStores.Settings("dir:" + file, "r", "")))
        .isInstanceOf(IOException.class)
        .hasMessageStartingWith("The blob store " + file + " cannot be written to");
    assertThatThrownBy(() -> new BlobStores.Settings("ftp://x", "r", ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("must be dir:/path or s3://bucket/prefix, was ftp://x");
    assertThat(BlobStores.open(new BlobStores.Settings("", "r", ""))).isEmpty();
  }

  private BlobStore open() throws IOException {
    return BlobStores.open(new BlobStores.Settings("dir:" + root, "r", "")).orElseThrow();
  }
}
