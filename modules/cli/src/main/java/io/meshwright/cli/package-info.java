/**
 * The {@code mesh} command: reads what the user asks for, calls the modules that do it, prints what
 * came of it and ends with an exit code of {@link io.meshwright.contract.ExitCode}.
 *
 * <p>Nothing here decides anything about data or contracts. Commands are classes named {@code
 * XxxCommand}; what they print for people is made by classes named {@code XxxText}, which are pure.
 * Results go to standard output, progress and problems to standard error, so that {@code --json}
 * can be piped. A Spark session is started only by the commands that touch data.
 *
 * <p>Start reading at {@link io.meshwright.cli.Mesh}.
 */
package io.meshwright.cli;
