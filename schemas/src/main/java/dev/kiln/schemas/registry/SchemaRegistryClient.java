package dev.kiln.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A client of the Confluent schema registry's REST API (also spoken by Apicurio, Karapace and
 * {@link dev.kiln.schemas.registry.embedded.EmbeddedRegistry}).
 *
 * <p>Safe for many threads; keep one per process. Schemas by id and ids by schema never change, so
 * both are remembered for good and survive an outage. Every call may throw {@link
 * RegistryUnavailableException} (try again later) or {@link RegistryRejectedException} (do not).
 */
public final class SchemaRegistryClient implements SchemaSource {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryHttp http;
  private final String normalize;
  private final Map<Integer, Schema> schemas = new ConcurrentHashMap<>();
  private final Map<SubjectSchema, Integer> registered = new ConcurrentHashMap<>();
  private final Map<SubjectSchema, Integer> lookedUp = new ConcurrentHashMap<>();

  private record SubjectSchema(String subject, Schema schema) {}

  public SchemaRegistryClient(RegistryConfig config) {
    this(config, System::nanoTime);
  }

  SchemaRegistryClient(RegistryConfig config, LongSupplier nanoClock) {
    this.http = new RegistryHttp(config, nanoClock);
    this.normalize = config.normalize() ? "?normalize=true" : "";
  }

  /** A client of one registry with default patience. */
  public static SchemaRegistryClient of(URI url) {
    return new SchemaRegistryClient(RegistryConfig.of(url));
  }

  @Override
  public Schema byId(int id) {
    Schema known = schemas.get(id);
    if (known != null) {
      return known;
    }
    JsonNode answer;
    try {
      answer = http.call("GET", "/schemas/ids/" + id, null);
    } catch (UnknownSchemaException e) {
      throw new UnknownSchemaException("schema id " + id + " is not known to the schema registry");
    }
    Schema fetched = parse("schema id " + id, answer);
    Schema earlier = schemas.putIfAbsent(id, fetched);
    return earlier == null ? fetched : earlier;
  }

  /**
   * Registers a schema under a subject, or finds it there; returns its id.
   *
   * @throws RegistryRejectedException with code 409 if it breaks the subject's compatibility
   */
  public int register(String subject, Schema schema) {
    return idOf(registered, "/subjects/" + encoded(subject) + "/versions", subject, schema);
  }

  /**
   * The id of a schema that is already registered under a subject.
   *
   * @throws RegistryRejectedException if the subject (40401) or the schema in it (40403) is unknown
   */
  public int lookUp(String subject, Schema schema) {
    return idOf(lookedUp, "/subjects/" + encoded(subject), subject, schema);
  }

  private int idOf(Map<SubjectSchema, Integer> cache, String path, String subject, Schema schema) {
    var key = new SubjectSchema(subject, schema);
    Integer known = cache.get(key);
    if (known != null) {
      return known;
    }
    int id = http.call("POST", path + normalize, body(schema)).path("id").asInt();
    cache.put(key, id);
    return id;
  }

  /** The newest version of a subject, asked anew each time. */
  public RegisteredSchema latest(String subject) {
    JsonNode answer = http.call("GET", "/subjects/" + encoded(subject) + "/versions/latest", null);
    int id = answer.path("id").asInt();
    return new RegisteredSchema(
        subject,
        answer.path("version").asInt(),
        id,
        parse("the latest schema of subject " + subject, answer));
  }

  /** All subjects. */
  public List<String> subjects() {
    List<String> names = new ArrayList<>();
    http.call("GET", "/subjects", null).forEach(name -> names.add(name.asText()));
    return List.copyOf(names);
  }

  /** Whether a schema could become the subject's next version. */
  public boolean isCompatible(String subject, Schema schema) {
    String path = "/compatibility/subjects/" + encoded(subject) + "/versions/latest";
    return http.call("POST", path, body(schema)).path("is_compatible").asBoolean();
  }

  /** What new versions must keep readable; null asks for the registry's default. */
  public Compatibility compatibility(@Nullable String subject) {
    String path = configPath(subject) + (subject == null ? "" : "?defaultToGlobal=true");
    return Compatibility.valueOf(http.call("GET", path, null).path("compatibilityLevel").asText());
  }

  /** Sets what new versions must keep readable; a null subject sets the registry's default. */
  public void setCompatibility(@Nullable String subject, Compatibility compatibility) {
    ObjectNode body = JSON.createObjectNode().put("compatibility", compatibility.name());
    http.call("PUT", configPath(subject), body);
  }

  private static String configPath(@Nullable String subject) {
    return subject == null ? "/config" : "/config/" + encoded(subject);
  }

  private static ObjectNode body(Schema schema) {
    return JSON.createObjectNode().put("schema", PortableSchema.text(schema));
  }

  private static Schema parse(String what, JsonNode answer) {
    String type = answer.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw new UnusableSchemaException(what + " is " + type + ", not Avro");
    }
    try {
      return new Schema.Parser().setValidateDefaults(false).parse(answer.path("schema").asText());
    } catch (AvroRuntimeException e) {
      throw new UnusableSchemaException(what + " does not parse: " + e.getMessage());
    }
  }

  private static String encoded(String subject) {
    return URLEncoder.encode(subject, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
