package dev.kiln.schemas.registry.embedded;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.kiln.schemas.registry.Compatibility;
import dev.kiln.schemas.registry.RegisteredSchema;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Confluent's REST API as a function from a question to an answer. Safe for many threads. */
final class RegistryRoutes {
  static final String CONTENT_TYPE = "application/vnd.schemaregistry.v1+json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final RegistryStore store;

  /** What goes back over HTTP. */
  record Answer(int status, JsonNode body) {
    byte[] bytes() {
      return body.toString().getBytes(StandardCharsets.UTF_8);
    }
  }

  /** A question, taken apart: the path's segments are decoded. */
  private record Question(String method, List<String> path, String query, String body) {
    int size() {
      return path.size();
    }

    String segment(int index) {
      return index < path.size() ? path.get(index) : "";
    }

    boolean is(String wanted) {
      return method.equals(wanted);
    }
  }

  RegistryRoutes(RegistryStore store) {
    this.store = store;
  }

  Answer answer(String method, URI uri, byte[] body) {
    List<String> path =
        Arrays.stream(uri.getRawPath().split("/"))
            .filter(segment -> !segment.isEmpty())
            .map(RegistryRoutes::decoded)
            .toList();
    String query = uri.getRawQuery() == null ? "" : uri.getRawQuery();
    try {
      return new Answer(
          200, route(new Question(method, path, query, new String(body, StandardCharsets.UTF_8))));
    } catch (RegistryError e) {
      ObjectNode error = JSON.createObjectNode();
      error.put("error_code", e.code()).put("message", e.getMessage());
      return new Answer(e.status(), error);
    }
  }

  private JsonNode route(Question question) throws RegistryError {
    return switch (question.segment(0)) {
      case "" -> JSON.createObjectNode();
      case "subjects" -> subjects(question);
      case "schemas" -> schemas(question);
      case "config" -> config(question);
      case "compatibility" -> compatibility(question);
      case "mode" -> JSON.createObjectNode().put("mode", "READWRITE");
      default -> throw RegistryError.notFound("/" + String.join("/", question.path()));
    };
  }

  /** GET /subjects, POST /subjects/S, GET and POST /subjects/S/versions, GET .../versions/V. */
  private JsonNode subjects(Question question) throws RegistryError {
    String subject = question.segment(1);
    boolean versions = question.segment(2).equals("versions");
    if (question.size() == 1 && question.is("GET")) {
      ArrayNode names = JSON.createArrayNode();
      store.subjects().forEach(names::add);
      return names;
    }
    if (question.size() == 2 && question.is("POST")) {
      return version(store.lookUp(subject, schemaIn(question)));
    }
    if (question.size() == 3 && versions && question.is("POST")) {
      return JSON.createObjectNode().put("id", store.register(subject, schemaIn(question)));
    }
    if (question.size() == 3 && versions && question.is("GET")) {
      ArrayNode numbers = JSON.createArrayNode();
      store.versions(subject).forEach(version -> numbers.add(version.version()));
      return numbers;
    }
    if (question.size() == 4 && versions && question.is("GET")) {
      return version(store.version(subject, question.segment(3)));
    }
    if (question.size() == 5 && versions && question.segment(4).equals("schema")) {
      return parsed(store.version(subject, question.segment(3)).schema().toString());
    }
    throw RegistryError.notAllowed(question.method());
  }

  /** GET /schemas/types, GET /schemas/ids/N, GET /schemas/ids/N/schema. */
  private JsonNode schemas(Question question) throws RegistryError {
    if (question.segment(1).equals("types")) {
      return JSON.createArrayNode().add("AVRO");
    }
    if (!question.segment(1).equals("ids") || question.size() < 3 || !question.is("GET")) {
      throw RegistryError.notFound("/" + String.join("/", question.path()));
    }
    int id;
    try {
      id = Integer.parseInt(question.segment(2));
    } catch (NumberFormatException e) {
      throw RegistryError.notFound("Schema id " + question.segment(2));
    }
    String text = store.byId(id).toString();
    return question.segment(3).equals("schema")
        ? parsed(text)
        : JSON.createObjectNode().put("schema", text);
  }

  /** GET and PUT /config and /config/S. */
  private JsonNode config(Question question) throws RegistryError {
    String subject = question.size() > 1 ? question.segment(1) : null;
    if (question.is("PUT")) {
      String level = parsed(question.body()).path("compatibility").asText();
      store.setLevel(subject, level);
      return JSON.createObjectNode().put("compatibility", level);
    }
    if (!question.is("GET")) {
      throw RegistryError.notAllowed(question.method());
    }
    boolean orDefault = question.query().contains("defaultToGlobal=true");
    Compatibility level = store.level(subject, orDefault);
    return JSON.createObjectNode().put("compatibilityLevel", level.name());
  }

  /** POST /compatibility/subjects/S/versions and .../versions/V. */
  private JsonNode compatibility(Question question) throws RegistryError {
    if (!question.is("POST") || !question.segment(3).equals("versions")) {
      throw RegistryError.notFound("/" + String.join("/", question.path()));
    }
    String subject = question.segment(2);
    String schema = schemaIn(question);
    List<String> problems =
        question.size() > 4
            ? store.problems(subject, question.segment(4), schema)
            : store.problems(subject, schema);
    ObjectNode answer = JSON.createObjectNode().put("is_compatible", problems.isEmpty());
    ArrayNode messages = answer.putArray("messages");
    problems.forEach(messages::add);
    return answer;
  }

  private static ObjectNode version(RegisteredSchema version) {
    return JSON.createObjectNode()
        .put("subject", version.subject())
        .put("version", version.version())
        .put("id", version.id())
        .put("schema", version.schema().toString());
  }

  private static String schemaIn(Question question) throws RegistryError {
    JsonNode body = parsed(question.body());
    String type = body.path("schemaType").asText("AVRO");
    if (!type.equals("AVRO")) {
      throw RegistryError.invalidSchema("this registry holds Avro only, not " + type);
    }
    JsonNode schema = body.path("schema");
    if (!schema.isTextual()) {
      throw RegistryError.invalidSchema("the field schema is missing");
    }
    return schema.textValue();
  }

  private static JsonNode parsed(String json) throws RegistryError {
    @Nullable JsonNode node;
    try {
      node = JSON.readTree(json);
    } catch (IOException e) {
      throw RegistryError.unprocessable("The body is not JSON: " + e.getMessage());
    }
    if (node == null || node.isMissingNode()) {
      throw RegistryError.unprocessable("The body is empty");
    }
    return node;
  }

  private static String decoded(String segment) {
    // A plus in a path is a plus; only percent signs are decoded.
    return URLDecoder.decode(segment.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
