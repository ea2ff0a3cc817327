package dev.kiln.generation.engine;

import dev.kiln.generation.card.DamagedGeneratorException;
import dev.kiln.generation.card.Generator;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.generation.card.GeneratorCatalog;
import dev.kiln.generation.card.GeneratorCatalog.Problem;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The generators that serve. When their directory changed, a changed or new one is loaded beside
 * the old and takes its place; the old one ends with its last request. What cannot be loaded leaves
 * the old one in service. Safe for many threads.
 */
final class Fleet implements AutoCloseable {

  /** Where the generators are listed. */
  interface Source {
    GeneratorCatalog read() throws IOException;
  }

  /**
   * What serves at a moment.
   *
   * @param generators by name, newest version first
   * @param problems directories that cannot be used as they are
   * @param admission decides over these generators
   */
  record Lineup(List<LoadedGenerator> generators, List<Problem> problems, Admission admission) {
    static Lineup of(List<LoadedGenerator> loaded, List<Problem> problems) {
      IdentityHashMap<Generator, LoadedGenerator> by = new IdentityHashMap<>();
      loaded.forEach(one -> by.put(one.generator(), one));
      GeneratorCatalog sorted = new GeneratorCatalog(List.copyOf(by.keySet()), problems);
      List<LoadedGenerator> generators =
          sorted.generators().stream().map(each -> Objects.requireNonNull(by.get(each))).toList();
      return new Lineup(generators, sorted.problems(), new Admission(generators));
    }
  }

  /** A directory that could not be loaded, as it was then. */
  private record Failure(String stamp, Problem problem) {}

  /** What a look at the directory comes to. */
  private static final class Look {
    private final Map<Path, LoadedGenerator> old = new HashMap<>();
    private final List<LoadedGenerator> serving = new ArrayList<>();
    private final List<LoadedGenerator> retiring = new ArrayList<>();
    private final List<Problem> problems = new ArrayList<>();
    private final List<String> news = new ArrayList<>();
  }

  private final Source source;
  private final GeneratorLoader loader;
  private final Map<String, GeneratorCard> cards = new ConcurrentHashMap<>();
  private final Map<Path, Failure> failures = new HashMap<>();
  private final Set<Path> gone = new HashSet<>();
  private final List<Usage> leaving = new ArrayList<>();
  private volatile Lineup lineup = Lineup.of(List.of(), List.of());
  private boolean closed;

  Fleet(Source source, GeneratorLoader loader) {
    this.source = source;
    this.loader = loader;
  }

  Lineup lineup() {
    return lineup;
  }

  /** The card of that hash, whether it serves or did once. */
  Optional<GeneratorCard> card(String hash) {
    return Optional.ofNullable(cards.get(hash));
  }

  /**
   * Looks at the directory, and takes over what changed.
   *
   * @return one sentence for each thing that is new since the last look
   * @throws IOException when the directory cannot be listed; then everything stays as it was
   */
  synchronized List<String> refresh() throws IOException {
    if (closed) {
      return List.of();
    }
    GeneratorCatalog found = source.read();
    Lineup before = lineup;
    Look look = new Look();
    before.generators().forEach(one -> look.old.put(one.generator().directory(), one));
    for (Generator generator : found.generators()) {
      gone.remove(generator.directory());
      present(look, generator, look.old.remove(generator.directory()));
    }
    for (Problem problem : found.problems()) {
      gone.remove(problem.directory());
      keep(look, problem, look.old.remove(problem.directory()));
    }
    look.old.forEach((directory, current) -> absent(look, directory, current));
    look.problems.stream()
        .filter(problem -> !before.problems().contains(problem))
        .forEach(problem -> look.news.add(problem.message()));
    if (!look.news.isEmpty() || !look.problems.equals(before.problems())) {
      lineup = Lineup.of(look.serving, look.problems);
    }
    // Only now: whoever finds one retired finds the new one next.
    leaving.removeIf(Usage::isClosed);
    for (LoadedGenerator one : look.retiring) {
      leaving.add(one.usage());
      one.usage().retire();
    }
    return look.news;
  }

  private void present(Look look, Generator generator, @Nullable LoadedGenerator current) {
    if (current != null && current.generator().hash().equals(generator.hash())) {
      look.serving.add(current);
      return;
    }
    String stamp = DirectoryStamp.of(generator.directory());
    Failure known = failures.get(generator.directory());
    if (known != null && known.stamp().equals(stamp)) {
      keep(look, known.problem(), current);
      return;
    }
    try {
      LoadedGenerator fresh = loader.load(generator);
      failures.remove(generator.directory());
      cards.put(generator.hash(), generator.card());
      look.serving.add(fresh);
      look.news.add(generator.id() + (current == null ? " serves now" : " was replaced"));
      if (current != null) {
        look.retiring.add(current);
      }
    } catch (DamagedGeneratorException e) {
      var problem = new Problem(generator.directory(), String.valueOf(e.getMessage()));
      failures.put(generator.directory(), new Failure(stamp, problem));
      keep(look, problem, current);
    }
  }

  /** What is there cannot be used; the one that was there before, if any, goes on. */
  private static void keep(Look look, Problem problem, @Nullable LoadedGenerator current) {
    if (current == null) {
      look.problems.add(problem);
    } else {
      look.serving.add(current);
      look.problems.add(
          new Problem(
              problem.directory(), problem.message() + "; the one before stays in service"));
    }
  }

  /** A directory that is being replaced may be absent for a moment: gone is gone twice in a row. */
  private void absent(Look look, Path directory, LoadedGenerator current) {
    if (gone.add(directory)) {
      look.serving.add(current);
    } else {
      gone.remove(directory);
      look.retiring.add(current);
      look.news.add(current.generator().id() + " serves no longer, its directory is gone");
    }
  }

  /** Closes all; what is still under way is cancelled. */
  @Override
  public synchronized void close() {
    closed = true;
    lineup.generators().forEach(one -> one.usage().closeNow());
    leaving.forEach(Usage::closeNow);
  }
}
