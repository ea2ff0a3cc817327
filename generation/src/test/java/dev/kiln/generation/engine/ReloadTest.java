package dev.kiln.generation.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.kiln.generation.card.Sha256;
import dev.kiln.generation.network.Network;
import dev.kiln.generation.network.NetworkBatch;
import dev.kiln.generation.network.Signature;
import dev.kiln.generation.network.TinyOnnx;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Outcome.Generated;
import dev.kiln.generation.request.Provenance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The directory of the generators changes while they serve. */
class ReloadTest {

  private static final GenerationSpec ASK = GenerationSpec.of("tiny-gan").withLabel(3);
  private static final String CHANGED = TestGenerators.GAN.replace("[-1, 1]", "[0, 1]");

  /** A network that tells when it is closed. */
  private record Noted(Network real, List<Network> closed) implements Network {
    @Override
    public Signature signature() {
      return real.signature();
    }

    @Override
    public NetworkBatch newBatch(int capacity) {
      return real.newBatch(capacity);
    }

    @Override
    public void close() {
      real.close();
      closed.add(real);
    }
  }

  private @TempDir Path models;
  private final List<Network> closed = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private Engine engine;

  @BeforeEach
  void open() throws IOException {
    write("1", TestGenerators.GAN);
    EngineOptions usual = EngineOptions.defaults();
    engine =
        Engine.open(
            models,
            usual.withLoader(
                (name, bytes) ->
                    new Wrapped.Crumbling(
                        new Noted(usual.devices().get(0).load(name, bytes), closed), this::waits)));
  }

  @AfterEach
  void close() {
    gate.countDown();
    engine.close();
  }

  private boolean waits() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return false;
  }

  @Test
  void nothingIsNewWhereNothingChanged() throws IOException {
    assertThat(engine.refresh()).isEmpty();
    assertThat(closed).isEmpty();
  }

  @Test
  void aNewVersionServesBesideTheOld() throws IOException {
    write("2", TestGenerators.GAN.replace("\"version\": \"1\"", "\"version\": \"2\""));

    assertThat(engine.refresh()).containsExactly("tiny-gan/2 serves now");
    assertThat(made(ASK).version()).isEqualTo("2");
    assertThat(made(ASK.withVersion("1")).version()).isEqualTo("1");
    assertThat(closed).isEmpty();
  }

  @Test
  void requestsUnderWayFinishOnTheOldAndNewOnesTakeTheNew() throws Exception {
    String before = made(ASK).hash();
    gate = new CountDownLatch(1);
    CompletableFuture<Outcome> underWay = engine.submit(ASK).outcome();
    write("1", CHANGED);
    assertThat(engine.refresh()).containsExactly("tiny-gan/1 was replaced");
    CompletableFuture<Outcome> after = engine.submit(ASK).outcome();
    assertThat(closed).isEmpty();

    gate.countDown();
    assertThat(((Generated) underWay.get()).provenance().hash()).isEqualTo(before);
    String hash = ((Generated) after.get()).provenance().hash();
    assertThat(hash).isEqualTo(Sha256.hex(Files.readAllBytes(card("1")))).isNotEqualTo(before);
    await().atMost(Duration.ofSeconds(10)).until(() -> closed.size() == 1);
    assertThat(engine.card(before).orElseThrow().sample().low()).isEqualTo(-1);
    assertThat(engine.card(hash).orElseThrow().sample().low()).isZero();
  }

  @Test
  void aBrokenNewOneLeavesTheOldInServiceAndIsToldOnce() throws Exception {
    String before = made(ASK).hash();
    Files.writeString(card("1").resolveSibling("generator.onnx"), "half of a network");
    Files.writeString(card("1"), CHANGED.replace("%s", Sha256.hex(TinyOnnx.generator())));

    assertThat(engine.refresh())
        .singleElement()
        .asString()
        .contains("generator.onnx has sha256")
        .endsWith("; the one before stays in service");
    assertThat(engine.refresh()).isEmpty();
    assertThat(engine.problems()).hasSize(1);
    assertThat(made(ASK).hash()).isEqualTo(before);

    write("1", CHANGED);
    Files.setLastModifiedTime(card("1"), FileTime.fromMillis(1_000_000));
    assertThat(engine.refresh()).containsExactly("tiny-gan/1 was replaced");
    assertThat(engine.problems()).isEmpty();
    assertThat(made(ASK).hash()).isNotEqualTo(before);
  }

  @Test
  void aCardThatCannotBeReadLeavesTheOldInService() throws Exception {
    Files.writeString(card("1"), "{");

    assertThat(engine.refresh())
        .singleElement()
        .asString()
        .contains("is not a generator card")
        .endsWith("; the one before stays in service");
    assertThat(made(ASK).version()).isEqualTo("1");
  }

  @Test
  void oneThatIsGoneServesUntilTheSecondLook() throws Exception {
    Files.delete(card("1").resolveSibling("generator.onnx"));
    Files.delete(card("1"));
    Files.delete(card("1").getParent());
    assertThat(engine.refresh()).isEmpty();
    assertThat(made(ASK).version()).isEqualTo("1");

    assertThat(engine.refresh())
        .containsExactly("tiny-gan/1 serves no longer, its directory is gone");
    assertThat(engine.submit(ASK).outcome().get()).isInstanceOf(Outcome.Rejected.class);
    await().atMost(Duration.ofSeconds(10)).until(() -> closed.size() == 1);
  }

  @Test
  void aWatchLooksByItself() throws Exception {
    List<String> news = new CopyOnWriteArrayList<>();
    try (CatalogWatch watch = CatalogWatch.start(engine, Duration.ofMillis(20), news::add)) {
      assertThat(watch).isNotNull();
      write("1", CHANGED);
      await().atMost(Duration.ofSeconds(10)).until(() -> news.contains("tiny-gan/1 was replaced"));
    }
  }

  private Provenance made(GenerationSpec spec) {
    return ((Generated) engine.submit(spec).outcome().join()).provenance();
  }

  private Path card(String version) {
    return models.resolve("tiny-gan").resolve(version).resolve("generator.json");
  }

  private void write(String version, String text) throws IOException {
    byte[] network = TinyOnnx.generator();
    Path directory = Files.createDirectories(card(version).getParent());
    Files.write(directory.resolve("generator.onnx"), network);
    Path fresh = directory.resolve("generator.json.new");
    Files.write(fresh, text.replace("%s", Sha256.hex(network)).getBytes(UTF_8));
    Files.move(fresh, card(version), StandardCopyOption.ATOMIC_MOVE);
  }
}
