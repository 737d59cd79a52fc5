using System.Security.Cryptography;
using LocalRig.App.Tests.Cli;
using LocalRig.App.Tests.Sources;
using LocalRig.Contract;
using LocalRig.Site.Output;
using Xunit;

namespace LocalRig.App.Tests.Site;

/// <summary>What is written where: the same bytes each time, into no folder of somebody else's.</summary>
public sealed class SiteFolderTests(SmallSite site) : IClassFixture<SmallSite>
{
    [Fact]
    public async Task The_same_day_gives_the_same_bytes()
    {
        using TemporaryFolder other = new();
        await SmallSite.BuildAsync(other["again"]);
        Assert.Equal(Hashes(site.Folder), Hashes(other["again"]));
    }

    [Fact]
    public async Task An_earlier_site_is_replaced_and_what_it_had_more_goes()
    {
        using TemporaryFolder folder = new();
        string old = folder["site"];
        SiteFolder earlier = SiteFolder.Open(old);
        earlier.Write("models/gone.html", "gone");
        earlier.Complete();
        File.WriteAllText(Path.Combine(old, "mine.txt"), "not the site's");
        Directory.CreateDirectory(folder["page"]);
        File.WriteAllText(Path.Combine(folder["page"], "index.html"), "<!DOCTYPE html><title>page</title>");
        await SmallSite.BuildAsync(old, page: folder["page"]);
        Assert.False(File.Exists(Path.Combine(old, "models", "gone.html")));
        Assert.True(File.Exists(Path.Combine(old, "mine.txt")));
        Assert.True(File.Exists(Path.Combine(old, "app", "index.html")));
        Assert.Contains("../app/", File.ReadAllText(Path.Combine(old, "devices", "rtx-3090.html")), StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFiles(old, "*.part", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task A_folder_of_somebody_elses_is_refused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["thesis.txt"], "mine");
        CommandLine.Answer answer = await CommandLine.RealAsync(["site", folder.Path]);
        Assert.Equal(ErrorCode.Usage.ExitCode(), answer.Code);
        Assert.Contains("isn't empty and isn't a site", answer.Error, StringComparison.Ordinal);
        Assert.Equal([folder["thesis.txt"]], Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void A_marker_cannot_make_it_remove_files_outside()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["outside.txt"], "mine");
        SiteFolder.Open(folder["site"]).Complete();
        File.AppendAllLines(Path.Combine(folder["site"], SiteFolder.Marker), ["../outside.txt", folder["outside.txt"], "a/../../outside.txt"]);
        SiteFolder.Open(folder["site"]).Complete();
        Assert.True(File.Exists(folder["outside.txt"]));
    }

    [Theory]
    [InlineData("site")]
    [InlineData("site", "x", "--base-url", "ftp://example.org")]
    [InlineData("site", "x", "--today", "yesterday")]
    [InlineData("site", "x", "--page", "/nowhere/at/all")]
    public async Task What_cannot_be_done_is_one_clear_error(params string[] line)
    {
        CommandLine.Answer answer = await CommandLine.RealAsync(line);
        Assert.Equal(ErrorCode.Usage.ExitCode(), answer.Code);
        Assert.StartsWith("localrig: ", answer.Error, StringComparison.Ordinal);
        Assert.False(Directory.Exists("x"));
    }

    private static Dictionary<string, string> Hashes(string folder) =>
        Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).ToDictionary(f => Path.GetRelativePath(folder, f), f => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(f))));
}
