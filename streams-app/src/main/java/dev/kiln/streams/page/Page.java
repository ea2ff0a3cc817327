package dev.kiln.streams.page;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.generation.card.GeneratorCard;
import dev.kiln.streams.http.Access;
import dev.kiln.streams.http.Query;
import dev.kiln.streams.http.Reply;
import dev.kiln.streams.http.Route;
import dev.kiln.streams.metrics.Meters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The page: its files, what can be asked, what came back, and the flow of what comes. A client of
 * the topics like any other; the engine is only asked what it offers. Close once.
 */
public final class Page implements AutoCloseable {

  /** What the page needs to know of the process that it is served by. */
  public interface Host {
    /** The cards of the generators that serve. */
    List<GeneratorCard> generators();

    /** The card of that hash, whether it serves or was replaced since. */
    Optional<GeneratorCard> card(String hash);

    /** How things go. */
    Meters.Now now();

    /** Why it does not serve at this moment, in a few words; empty while it does. */
    String trouble();
  }

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern ID = Pattern.compile("[sp]-[0-9]{1,9}-[0-9]{1,18}");
  private static final String PICTURES = "/api/pictures/";

  private final Host host;
  private final Album album;
  private final Album previews;
  private final boolean watchable;
  private final AlbumReader reader;
  private final Outbox outbox;

  private Page(
      Host host,
      Album album,
      Album previews,
      boolean watchable,
      AlbumReader reader,
      Outbox outbox) {
    this.host = host;
    this.album = album;
    this.previews = previews;
    this.watchable = watchable;
    this.reader = reader;
    this.outbox = outbox;
  }

  /** Begins to read the topics; they need not be there yet. */
  public static Page open(Host host, Wiring wiring) {
    Outbox outbox = Outbox.open(wiring);
    Album album = Album.ofAnswers();
    Album previews = Album.ofPreviews();
    AlbumReader reader = AlbumReader.start(wiring, new Telling(host::card), album, previews);
    boolean watchable = wiring.answers().previews() != null;
    return new Page(host, album, previews, watchable, reader, outbox);
  }

  /** All that it answers. */
  public List<Route> routes() {
    List<Route> routes = new ArrayList<>(Assets.routes());
    routes.add(
        Route.get("/api/generators", Access.USE, query -> json(Offer.all(host.generators()))));
    routes.add(
        Route.get(
            "/api/gallery",
            Access.USE,
            query -> json(album.all().stream().map(Shown::json).toList())));
    routes.add(Route.get(PICTURES, Access.USE, this::picture));
    routes.add(
        Route.get(
            "/api/events", Access.USE, query -> EventFlow.to(album, this::live, this::hashes)));
    routes.add(Route.post("/api/requests", Access.USE, outbox::send));
    return List.copyOf(routes);
  }

  private Reply picture(Query query) {
    Optional<byte[]> png =
        ID.matcher(query.rest()).matches()
            ? album.picture(query.rest()).or(() -> previews.picture(query.rest()))
            : Optional.empty();
    return png.<Reply>map(bytes -> Reply.of(200, "image/png", bytes))
        .orElseGet(() -> Reply.text(404, "There is no such picture, or there was once."));
  }

  private JsonNode live() {
    ObjectNode figures = JSON.valueToTree(host.now());
    String trouble = host.trouble();
    return figures
        .put("ready", trouble.isEmpty())
        .put("sentence", trouble)
        .put("previews", watchable);
  }

  private List<String> hashes() {
    return host.generators().stream().map(card -> card.name() + "/" + card.version()).toList();
  }

  private static Reply json(Object value) {
    try {
      return Reply.json(200, JSON.writeValueAsBytes(value));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("what the page is told can be written as JSON", e);
    }
  }

  @Override
  public void close() {
    reader.close();
    outbox.close();
  }
}
