package dev.kiln.connect.generator;

import dev.kiln.connect.config.GeneratorSettings;
import dev.kiln.connect.config.PluginVersion;
import dev.kiln.connect.generator.Numbering.Turn;
import dev.kiln.connect.sample.ProvenanceHeaders;
import dev.kiln.connect.session.Session;
import dev.kiln.connect.session.Sessions;
import dev.kiln.generation.engine.Submission;
import dev.kiln.generation.request.GenerationSpec;
import dev.kiln.generation.request.Outcome;
import dev.kiln.generation.request.Outcome.Generated;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.connect.data.Schema;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.header.ConnectHeaders;
import org.apache.kafka.connect.source.SourceRecord;
import org.apache.kafka.connect.source.SourceTask;
import org.jspecify.annotations.Nullable;

/**
 * Makes the samples of some shards. At most a batch of them is with the engine; finished ones leave
 * in the order of their numbers, and the next are begun when Connect asks for more, which it does
 * once the producer has taken the last.
 */
public final class GeneratorSourceTask extends SourceTask {

  /** Header with the sample's number in the sequence. */
  static final String NUMBER = "kiln.number";

  /** How long a poll waits before it hands control back to Connect. */
  private static final long POLL_MILLIS = 200;

  private final Deque<Flight> flights = new ArrayDeque<>();
  private @Nullable Work work;

  /** A sample in the making. */
  private record Flight(Turn turn, GenerationSpec spec, Submission submission) {}

  /** What a started task works with. */
  private record Work(
      String name,
      String topic,
      int batch,
      SourcePlan plan,
      Numbering numbering,
      Pace pace,
      Session session) {}

  @Override
  public String version() {
    return PluginVersion.get();
  }

  @Override
  public void start(Map<String, String> props) {
    var config = new GeneratorSourceConfig(props);
    SourcePlan plan = SourcePlan.of(props);
    int shards = config.getInt(GeneratorSourceConfig.SHARDS);
    Map<Shard, Long> done = new HashMap<>();
    for (String index :
        props.getOrDefault(GeneratorSourceConnector.TASK_SHARDS, "0").split(",", -1)) {
      var shard = new Shard(Integer.parseInt(index), shards);
      done.put(shard, Shard.samples(context.offsetStorageReader().offset(shard.partition())));
    }
    double rate = config.getDouble(GeneratorSourceConfig.RATE) * done.size() / shards;
    work =
        new Work(
            props.getOrDefault("name", plan.generator().card().name()),
            config.getString(GeneratorSourceConfig.TOPIC),
            config.getInt(GeneratorSourceConfig.BATCH),
            plan,
            new Numbering(done, config.getLong(GeneratorSourceConfig.TOTAL)),
            new Pace(rate, System::nanoTime),
            Sessions.ofWorker()
                .acquire(plan.generator(), config.getInt(GeneratorSettings.THREADS)));
  }

  @Override
  public @Nullable List<SourceRecord> poll() throws InterruptedException {
    Work now = started();
    long wait = begin(now);
    Flight first = flights.peek();
    if (first == null) {
      TimeUnit.MILLISECONDS.sleep(Math.min(POLL_MILLIS, wait));
      return null;
    }
    if (!isEndedWithin(first, POLL_MILLIS)) {
      return null;
    }
    List<SourceRecord> records = new ArrayList<>();
    for (Flight f = flights.peek(); f != null && isEndedWithin(f, 0); f = flights.peek()) {
      records.add(record(now, flights.remove()));
    }
    return records;
  }

  /** Begins what is due and fits; returns the milliseconds after which more will be due. */
  private long begin(Work now) {
    while (flights.size() < now.batch()) {
      long wait = now.pace().millisUntilDue();
      if (wait > 0) {
        return wait;
      }
      Turn turn = now.numbering().next();
      if (turn == null) {
        return POLL_MILLIS;
      }
      GenerationSpec spec = now.plan().spec(turn.number());
      flights.add(new Flight(turn, spec, now.session().submit(spec)));
      now.pace().took();
    }
    return 0;
  }

  private static boolean isEndedWithin(Flight flight, long millis) throws InterruptedException {
    if (millis == 0) {
      return flight.submission().outcome().isDone();
    }
    try {
      flight.submission().outcome().get(millis, TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("an outcome never completes exceptionally", e);
    }
  }

  private static SourceRecord record(Work now, Flight flight) {
    Outcome outcome = flight.submission().outcome().join();
    long number = flight.turn().number();
    if (!(outcome instanceof Generated generated)) {
      throw new ConnectException(
          "Sample " + number + " could not be made: " + Session.reason(outcome));
    }
    String key = now.plan().key(number, generated);
    var headers = new ConnectHeaders();
    ProvenanceHeaders.add(headers, generated.provenance());
    headers.addLong(NUMBER, number);
    return new SourceRecord(
        flight.turn().shard().partition(),
        flight.turn().offsetAfter(),
        now.topic(),
        null,
        key == null ? null : Schema.STRING_SCHEMA,
        key,
        now.plan().values().schema(),
        now.plan().values().value(now.name() + "-" + number, flight.spec(), generated),
        null,
        headers);
  }

  private Work started() {
    if (work == null) {
      throw new IllegalStateException("the task has not been started");
    }
    return work;
  }

  @Override
  public void stop() {
    flights.forEach(flight -> flight.submission().cancel());
    flights.clear();
    if (work != null) {
      work.session().close();
    }
  }
}
