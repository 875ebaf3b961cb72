using System.CommandLine;
using ChatFunctions.Cli.Terminal;

namespace ChatFunctions.Cli.Accounts;

/// <summary>Reads passwords, hidden from the terminal or from a pipe. They are never arguments, which other processes can see.</summary>
internal static class Password
{
    public static Option<bool> FromInput() => new("--password-stdin") { Description = "Read the password from the first line of standard input" };

    /// <exception cref="CliException">There is no terminal and no input, or the repeated new password differs.</exception>
    public static async Task<string> ReadAsync(bool fromInput, bool isNew, CancellationToken cancellationToken)
    {
        if (fromInput)
        {
            return await Input.LineAsync(cancellationToken) is { Length: > 0 } line
                ? line
                : throw new CliException("No password on standard input.", ExitCodes.Usage);
        }

        if (!Input.IsTerminal)
        {
            throw new CliException("No terminal to read the password from. Use --password-stdin.", ExitCodes.Usage);
        }

        var password = await Input.SecretAsync("Password: ", cancellationToken);
        return !isNew || password == await Input.SecretAsync("Repeat password: ", cancellationToken)
            ? password
            : throw new CliException("The passwords don't match.", ExitCodes.Usage);
    }
}
