package io.meshwright.pipeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import scala.Function0;
import scala.collection.JavaConverters;

/**
 * A gate in a Delta transaction: what a write has put on storage is shown to a visitor before it is
 * committed, and the commit does not happen if the visitor throws.
 *
 * <p>Uses Delta's {@code TransactionExecutionObserver}, which open-source Delta 3.3 has and other
 * distributions may not, so everything is found by name at run time and {@link #isAvailable} says
 * whether it was. The gate shuts after the first commit it sees: the maintenance that Delta may
 * commit afterwards, in the same thread, is none of its business.
 */
final class CommitGate {

  /**
   * A data file that a transaction is about to add.
   *
   * @param rows how many it has, where its statistics tell
   * @param statistics what the log will say of its values, in JSON
   */
  record AddedFile(String path, OptionalLong rows, Optional<String> statistics) {}

  private static final String OBSERVER = "org.apache.spark.sql.delta.TransactionExecutionObserver";
  private static final ObjectMapper JSON = new ObjectMapper();

  private CommitGate() {}

  static boolean isAvailable() {
    try {
      companion();
      Class.forName(OBSERVER).getMethod("preparingCommit", Function0.class);
      return true;
    } catch (ReflectiveOperationException | LinkageError e) {
      return false;
    }
  }

  /**
   * Runs {@code write} and shows {@code visitor} the files of its first transaction before they are
   * committed. The write must commit in the calling thread.
   *
   * @return whether the visitor was called; if not, Delta skipped the write as already done
   */
  static boolean run(Runnable write, Consumer<List<AddedFile>> visitor) {
    Handler handler = new Handler(visitor);
    try {
      Class<?> type = Class.forName(OBSERVER);
      Object companion = companion();
      Object before = companion.getClass().getMethod("getObserver").invoke(companion);
      Object gate = Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
      Method set = setter(companion);
      set.invoke(companion, gate);
      try {
        write.run();
      } finally {
        set.invoke(companion, before);
      }
      return handler.visited;
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(
          "Cannot use the commit gate: this Delta has another %s; set mesh.publisher = checkpoint"
              .formatted(OBSERVER),
          e);
    }
  }

  private static Object companion() throws ReflectiveOperationException {
    return Class.forName(OBSERVER + "$").getField("MODULE$").get(null);
  }

  private static Method setter(Object companion) throws NoSuchMethodException {
    for (Method method : companion.getClass().getMethods()) {
      if (method.getName().equals("setObserver") && method.getParameterCount() == 1) {
        return method;
      }
    }
    throw new NoSuchMethodException("setObserver");
  }

  private static final class Handler implements InvocationHandler {

    private final Consumer<List<AddedFile>> visitor;
    private boolean visited;

    Handler(Consumer<List<AddedFile>> visitor) {
      this.visitor = visitor;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      return switch (method.getName()) {
        case "preparingCommit" -> prepare(((Function0<?>) arguments[0]).apply());
        case "startingTransaction" -> ((Function0<?>) arguments[0]).apply();
        case "createChild" -> proxy;
        case "toString" -> "Meshwright commit gate";
        case "hashCode" -> System.identityHashCode(proxy);
        case "equals" -> proxy == arguments[0];
        default -> null;
      };
    }

    private Object prepare(Object actions) throws ReflectiveOperationException {
      if (!visited) {
        visited = true;
        visitor.accept(addedFiles((scala.collection.Seq<?>) actions));
      }
      return actions;
    }

    private static List<AddedFile> addedFiles(scala.collection.Seq<?> actions)
        throws ReflectiveOperationException {
      List<AddedFile> files = new ArrayList<>();
      for (Object action : JavaConverters.seqAsJavaList(actions)) {
        if (action.getClass().getSimpleName().equals("AddFile")) {
          String statistics = (String) call(action, "stats");
          files.add(
              new AddedFile(
                  (String) call(action, "path"),
                  rows(statistics),
                  Optional.ofNullable(statistics)));
        }
      }
      return files;
    }

    private static Object call(Object action, String method) throws ReflectiveOperationException {
      try {
        return action.getClass().getMethod(method).invoke(action);
      } catch (InvocationTargetException e) {
        throw new IllegalStateException("Cannot read a Delta action's " + method, e.getCause());
      }
    }

    private static OptionalLong rows(String statistics) {
      if (statistics == null) {
        return OptionalLong.empty();
      }
      try {
        var rows = JSON.readTree(statistics).path("numRecords");
        return rows.isIntegralNumber() ? OptionalLong.of(rows.asLong()) : OptionalLong.empty();
      } catch (JsonProcessingException e) {
        return OptionalLong.empty();
      }
    }
  }
}
