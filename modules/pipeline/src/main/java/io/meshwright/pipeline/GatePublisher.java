package io.meshwright.pipeline;

import static java.util.stream.Collectors.joining;

import io.meshwright.quality.Method;
import io.meshwright.quality.SqlText;
import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Publishes inside one Delta transaction: rows are written once, counted while they are written,
 * and judged before the commit. If they break the contract the transaction is aborted, and the
 * files it wrote are deleted; no reader ever saw them.
 */
final class GatePublisher implements Publisher {

  private final Publisher plain = new CheckpointPublisher();

  @Override
  public String name() {
    return "gate";
  }

  @Override
  public Optional<Validation.Decision> publish(Publication publication) {
    return publication.writer().isPlainWrite() && !publication.writer().mapsColumns()
        ? publishPlain(publication)
        : plain.publish(publication);
  }

  private Optional<Validation.Decision> publishPlain(Publication publication) {
    Visit visit = new Visit(publication);
    try (OwnThread thread = new OwnThread(publication.context().spark())) {
      Dataset<Row> attached = publication.validation().attach(publication.rows(), name());
      Dataset<Row> kept = publication.rules().keep(attached);
      CommitGate.run(
          () -> publication.writer().write(publication.protection().protect(kept)),
          files -> {
            thread.call(() -> visit.decide(files));
            if (!visit.decision.orElseThrow().publishes()) {
              throw new GateClosedException();
            }
            publication.listener().committing();
            visit.passed = true;
          });
    } catch (Exception e) {
      if (!visit.passed) {
        visit.deleteFiles();
      }
      if (visit.decision.filter(decision -> !decision.publishes()).isEmpty()) {
        throw e;
      }
    }
    return visit.decision;
  }

  /** What the gate saw and decided. */
  private static final class Visit {

    private final Publication publication;
    private List<CommitGate.AddedFile> files = List.of();
    private Optional<Validation.Decision> decision = Optional.empty();

    /**
     * From here on the commit may have happened, whatever is thrown, and its files are not ours.
     */
    private boolean passed;

    Visit(Publication publication) {
      this.publication = publication;
    }

    Validation.Decision decide(List<CommitGate.AddedFile> added) {
      files = added;
      prove();
      Validation validation = publication.validation();
      Dataset<Row> marked = publication.rules().mark(publication.rows());
      Optional<Row> seen = validation.counted("gate").filter(this::agreesWithFiles);
      Row counted = seen.orElseGet(() -> validation.count(marked));
      if (seen.isEmpty() && !agreesWithFiles(counted)) {
        throw Validation.unstable(
            "%d rows are to be published when counted, %d were written"
                .formatted(kept(counted), written()));
      }
      Validation.Decision made =
          validation.decide(
              counted,
              seen.isPresent() ? Method.IN_FLIGHT : Method.RESCAN,
              publication.protection().look(staged(), publication.rules(), marked),
              marked);
      decision = Optional.of(made);
      return made;
    }

    private void prove() {
      publication
          .protection()
          .prove(
              publication.protection().sampled(publication.rows()),
              new Storage(publication.context().spark()),
              files.stream()
                  .map(file -> new PlaintextProof.WrittenFile(absolute(file), file.statistics()))
                  .toList());
    }

    /** Nobody will ever refer to them; what cannot be deleted now, {@code mesh clean} finds. */
    void deleteFiles() {
      Storage storage = new Storage(publication.context().spark());
      files.forEach(file -> storage.delete(absolute(file)));
    }

    private boolean agreesWithFiles(Row counted) {
      return kept(counted) == written();
    }

    private long kept(Row counted) {
      return publication.rules().transformed(counted) - publication.rules().keptOut(counted);
    }

    /** Rows in the files by their own statistics, or by reading them where one has none. */
    private long written() {
      return files.stream().allMatch(file -> file.rows().isPresent())
          ? files.stream().mapToLong(file -> file.rows().getAsLong()).sum()
          : staged().count();
    }

    /** The rows just written, read from their files. */
    private Dataset<Row> staged() {
      SparkSession spark = publication.context().spark();
      StructType written = publication.protection().written(publication.rows().schema());
      String columns =
          Arrays.stream(written.fields()).map(StructField::toDDL).collect(joining(", "));
      if (files.isEmpty()) {
        return spark.createDataFrame(List.of(), written);
      }

      Dataset<Row> rows =
          spark
              .read()
              .schema(columns)
              .option("basePath", publication.writer().path())
              .parquet(files.stream().map(this::absolute).toArray(String[]::new));
      return rows.select(
          Arrays.stream(written.fieldNames())
              .map(name -> rows.col(SqlText.name(name)))
              .toArray(org.apache.spark.sql.Column[]::new));
    }

    private String absolute(CommitGate.AddedFile file) {
      String path = URI.create(file.path()).getPath();
      return path.startsWith("/") ? path : publication.writer().path() + "/" + path;
    }
  }

  /** Ends the transaction; the decision says why. */
  private static final class GateClosedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    GateClosedException() {
      super("The rows break the contract", null, false, false);
    }
  }

  /**
   * A thread that was there before the transaction: Delta keeps the running transaction and the
   * gate per thread, and what the gate reads and writes must be no part of it.
   */
  private static final class OwnThread implements AutoCloseable {

    private final ExecutorService executor = Executors.newSingleThreadExecutor();

    OwnThread(SparkSession spark) {
      call(
          () -> {
            SparkSession.setActiveSession(spark);
            return true;
          });
    }

    <T> T call(Callable<T> work) {
      try {
        return executor.submit(work).get();
      } catch (ExecutionException e) {
        throw SparkFailures.undeclared(e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("Interrupted while the rows were judged", e);
      }
    }

    @Override
    public void close() {
      executor.shutdownNow();
    }
  }
}
