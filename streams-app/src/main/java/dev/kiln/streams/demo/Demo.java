package dev.kiln.streams.demo;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.engine.Engine;
import dev.kiln.streams.app.StartupException;
import dev.kiln.streams.files.SampleFiles;
import dev.kiln.streams.metrics.Meters;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** The demo, from the start of the broker to the report, and beyond. Run it once. */
public final class Demo {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration LOOK = Duration.ofMillis(100);

  private final DemoOptions options;
  private final Engine engine;
  private final Meters meters;
  private final PrintStream out;
  private final Progress progress;
  private final CountDownLatch stop;
  private final Consumer<URI> visitor;
  private final Ledger ledger = new Ledger();

  /**
   * @param options what to do
   * @param engine the engine that generates; it stays open
   * @param meters what that engine tells; they stay open
   * @param out where people read
   * @param terminal whether that is a terminal, on which a line can be written over
   * @param stop ends the demo early when it reaches zero
   * @param visitor gets the page's link as soon as it is served
   */
  public Demo(
      DemoOptions options,
      Engine engine,
      Meters meters,
      PrintStream out,
      boolean terminal,
      CountDownLatch stop,
      Consumer<URI> visitor) {
    this.options = options;
    this.engine = engine;
    this.meters = meters;
    this.out = out;
    this.progress = new Progress(out, terminal);
    this.stop = stop;
    this.visitor = visitor;
  }

  /**
   * Runs the demo.
   *
   * @return the report, after everything that was started has ended
   * @throws StartupException in one sentence, if broker, registry or app do not start
   */
  public DemoReport run() throws StartupException, InterruptedException, IOException {
    Gallery gallery = new Gallery(new SampleFiles(options.out()), engine.generators());
    List<GeneratorCard> cards = newest(engine.generators());
    try (DemoCluster cluster =
            DemoCluster.start(engine, meters, options.ports(), options.http(), progress::say);
        DemoReader reader = DemoReader.start(cluster.answers(), ledger, gallery, progress::say)) {
      cluster.page().ifPresent(visitor);
      long began = System.nanoTime();
      send(cards, cluster, reader);
      double seconds = (System.nanoTime() - began) / 1e9;
      progress.clear();
      DemoReport report = DemoReport.of(ledger, options.seed(), options.inFlight(), seconds);
      List<Path> sheets = gallery.writeSheets();
      tell(report, sheets);
      if (!options.exit() && !stopped()) {
        Invitation.lines(cluster, cards).forEach(out::println);
        out.flush();
        while (!stop.await(LOOK.toMillis(), TimeUnit.MILLISECONDS)) {
          reader.check();
        }
      }
      return report;
    }
  }

  /** Of each generator the version that a request gets which names none. */
  private static List<GeneratorCard> newest(List<GeneratorCard> cards) {
    Map<String, GeneratorCard> byName = new TreeMap<>();
    cards.forEach(card -> byName.putIfAbsent(card.name(), card));
    return List.copyOf(byName.values());
  }

  private void send(List<GeneratorCard> cards, DemoCluster cluster, DemoReader reader)
      throws InterruptedException {
    List<DemoRequest> mix = DemoMix.of(cards, options.requests(), options.seed());
    int schemaId = cluster.requestSchemaId();
    try (Producer<byte[], byte[]> producer = cluster.producer()) {
      for (DemoRequest request : mix) {
        if (!awaitOpen(options.inFlight() - 1, mix.size(), reader)) {
          return;
        }
        ledger.sent(request, System.nanoTime());
        producer.send(record(cluster.requestsTopic(), request, schemaId)).get();
      }
      awaitOpen(0, mix.size(), reader);
    } catch (ExecutionException e) {
      throw new IllegalStateException("A request could not be sent: " + e.getMessage(), e);
    }
  }

  /** False when the demo was stopped, or nothing came back for a long time. */
  private boolean awaitOpen(int atMost, int requests, DemoReader reader)
      throws InterruptedException {
    int seen = ledger.samples() + ledger.answered();
    long sinceNanos = System.nanoTime();
    while (!ledger.awaitOpen(atMost, LOOK.toNanos())) {
      reader.check();
      progress.at(ledger.answered(), requests, ledger.samples());
      int now = ledger.samples() + ledger.answered();
      if (now != seen) {
        seen = now;
        sinceNanos = System.nanoTime();
      }
      if (stopped() || System.nanoTime() - sinceNanos > PATIENCE.toNanos()) {
        return false;
      }
    }
    progress.at(ledger.answered(), requests, ledger.samples());
    return !stopped();
  }

  private boolean stopped() {
    return stop.getCount() == 0;
  }

  private static ProducerRecord<byte[], byte[]> record(
      String topic, DemoRequest request, int schemaId) {
    String key = request.key();
    ProducerRecord<byte[], byte[]> record =
        new ProducerRecord<>(
            topic,
            key == null ? null : key.getBytes(StandardCharsets.UTF_8),
            request.payload().encode(schemaId));
    record
        .headers()
        .add(
            DemoReader.HEADER, Integer.toString(request.number()).getBytes(StandardCharsets.UTF_8));
    return record;
  }

  private void tell(DemoReport report, List<Path> sheets) throws IOException {
    Path file = options.out().resolve("report.json");
    Files.write(
        file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(report));
    out.println();
    ReportText.lines(report).forEach(out::println);
    out.println();
    for (Path sheet : sheets) {
      boolean rows = sheet.toString().endsWith(".csv");
      out.println((rows ? "Rows           " : "Contact sheet  ") + sheet);
    }
    out.println(
        "Samples        "
            + options.out()
            + " (a PNG for each picture, in a directory per generator)");
    out.println("Report         " + file);
    out.flush();
  }
}
