namespace ChatFunctions.Tests.Processes;

/// <summary>A test that needs Chromium, from CHROME_PATH or Debian's path.</summary>
public sealed class ChromiumTheoryAttribute : TheoryAttribute
{
    public ChromiumTheoryAttribute()
    {
        if (Path is null)
        {
            Skip = "There is no Chromium: install it, or name one with CHROME_PATH.";
        }
    }

    public static string? Path { get; } =
        new[] { Environment.GetEnvironmentVariable("CHROME_PATH"), "/usr/bin/chromium-headless-shell", "/usr/bin/chromium", "/usr/bin/google-chrome" }.FirstOrDefault(File.Exists);
}
