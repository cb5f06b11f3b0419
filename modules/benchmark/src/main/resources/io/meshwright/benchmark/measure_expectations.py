"""Measures Great Expectations for `bin/mesh benchmark matrix`.

Reads a task (JSON) from the file given as the only argument, prints what was measured as JSON on
standard output, and says how it gets on on standard error. A turn reads the rows, validates them,
and writes them to a Delta table; a bare turn only reads and writes. They alternate, after a round
to warm up, and every second round goes backwards.
"""

import datetime
import json
import logging
import os
import pathlib
import shutil
import sys
import time
import warnings

# Standard output is for the result alone.
RESULT = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

os.environ["TQDM_DISABLE"] = "1"
os.environ["GX_ANALYTICS_ENABLED"] = "false"
warnings.filterwarnings("ignore")
logging.getLogger("great_expectations").setLevel(logging.ERROR)

import great_expectations as gx  # noqa: E402
import great_expectations.expectations as gxe  # noqa: E402
from great_expectations.data_context.types.base import ProgressBarsConfig  # noqa: E402
from pyspark.sql import SparkSession  # noqa: E402

# How many violations, and none of the violating values: those would cost jobs of their own.
RESULT_FORMAT = {"result_format": "BASIC", "partial_unexpected_count": 0}


def session(settings):
    builder = SparkSession.builder.appName("benchmark-great-expectations")
    for key, value in settings.items():
        builder = builder.config(key, value)
    # The figures are read from Spark's status store, which forgets beyond these.
    for kept in ("retainedJobs", "retainedStages", "retainedTasks"):
        builder = builder.config("spark.ui." + kept, "1000000")
    spark = builder.getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    return spark


def totals(spark):
    """Everything that the tasks of this session have taken so far."""
    core = spark.sparkContext._jsc.sc()
    core.listenerBus().waitUntilEmpty(60000)
    store = core.statusStore()
    quantiles = spark.sparkContext._gateway.new_array(spark._jvm.double, 0)
    stages = store.stageList(None, False, False, quantiles, None)
    sums = {
        "cpu_seconds": 0.0,
        "records_read": 0,
        "bytes_read": 0,
        "bytes_written": 0,
        "jobs": store.jobsList(None).size(),
    }
    peaks = {}
    for index in range(stages.size()):
        stage = stages.apply(index)
        sums["cpu_seconds"] += stage.executorCpuTime() / 1e9
        sums["records_read"] += stage.inputRecords()
        sums["bytes_read"] += stage.inputBytes()
        sums["bytes_written"] += stage.outputBytes()
        peaks[(stage.stageId(), stage.attemptId())] = (
            stage.peakExecutionMemory(),
            stage.numTasks(),
        )
    return sums, peaks


def measure(spark, work):
    before, stages_before = totals(spark)
    start = time.perf_counter()
    result = work()
    wall = time.perf_counter() - start
    after, stages_after = totals(spark)
    usage = {key: after[key] - before[key] for key in after}
    usage["wall_seconds"] = wall
    # A stage knows only the sum over its tasks.
    usage["peak_memory_bytes"] = max(
        (
            peak // max(tasks, 1)
            for stage, (peak, tasks) in stages_after.items()
            if stage not in stages_before
        ),
        default=0,
    )
    return result, usage


def argument(value):
    if isinstance(value, dict):
        return datetime.date.fromisoformat(value["date"])
    return value


def suite(context, name, expectations):
    made = context.suites.add(gx.ExpectationSuite(name=name))
    made.expectations = [
        getattr(gxe, expectation["type"])(
            meta={"rule": expectation["rule"]},
            **{key: argument(value) for key, value in expectation["arguments"].items()},
        )
        for expectation in expectations
    ]
    return made


def finding(result):
    config = result.expectation_config
    if result.exception_info.get("raised_exception", False) or any(
        isinstance(info, dict) and info.get("raised_exception")
        for info in result.exception_info.values()
    ):
        raise RuntimeError(f"{config.meta['rule']}: {result.exception_info}")
    is_share = "mostly" in config.kwargs and config.kwargs["mostly"] != 1
    return {
        "rule": config.meta["rule"],
        "kept": bool(result.success),
        "violations": 0 if is_share else int(result.result.get("unexpected_count", 0)),
    }


def data_files(table):
    files = pathlib.Path(table).glob("**/*.parquet")
    return [file for file in files if "_delta_log" not in file.parts]


def measure_cell(spark, context, number, cell, rounds):
    shutil.rmtree(cell["table"], ignore_errors=True)
    source = context.data_sources.add_spark(name=f"source-{number}")
    batches = source.add_dataframe_asset(name="rows").add_batch_definition_whole_dataframe("all")
    expectations = suite(context, f"suite-{number}", cell["expectations"])

    def read():
        return spark.read.parquet(cell["rows"])

    def write(rows):
        rows.write.format("delta").mode("overwrite").save(cell["table"])

    def bare():
        write(read())
        return []

    def validated():
        rows = read()
        batch = batches.get_batch(batch_parameters={"dataframe": rows})
        outcome = batch.validate(expectations, result_format=RESULT_FORMAT)
        if outcome.success:
            write(rows)
        # It has persisted the rows, and keeps them so.
        rows.unpersist(blocking=True)
        return [finding(result) for result in outcome.results]

    taken = {"bare": [], "runs": []}
    findings = []
    for round_number in range(rounds + 1):
        turns = [("bare", bare), ("runs", validated)]
        if round_number % 2 == 1:
            turns.reverse()
        for name, work in turns:
            overwritten = data_files(cell["table"])
            result, usage = measure(spark, work)
            for file in overwritten:
                file.unlink()
            findings = result or findings
            if round_number > 0:
                taken[name].append(usage)
            way = "bare (own process)" if name == "bare" else "great_expectations"
            title = "{}, {}".format(cell["title"], way)
            print(
                "{} {:<56} {:7.2f} s wall {:7.2f} s CPU {:5d} jobs".format(
                    "warm-up" if round_number == 0 else f"round {round_number}",
                    title,
                    usage["wall_seconds"],
                    usage["cpu_seconds"],
                    usage["jobs"],
                ),
                file=sys.stderr,
                flush=True,
            )
    return {"findings": findings, **taken}


def main():
    with open(sys.argv[1], encoding="utf-8") as file:
        task = json.load(file)
    spark = session(task["settings"])
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = ProgressBarsConfig(globally=False)
    cells = [
        measure_cell(spark, context, number, cell, task["rounds"])
        for number, cell in enumerate(task["cells"])
    ]
    spark.stop()
    json.dump({"great_expectations": gx.__version__, "cells": cells}, RESULT)
    RESULT.close()


if __name__ == "__main__":
    main()
