using System.Globalization;
using System.Text;
using LocalRig.Contract;
using LocalRig.Rigs;
using LocalRig.Questions;

namespace LocalRig.Proof.Watching;

/// <summary>The command line of a llama-server on this machine (Linux, proc_pid_cmdline(5)), and the plan it asks for.</summary>
/// <param name="Process">Its process id.</param>
/// <param name="Arguments">What it was told.</param>
internal sealed record ServerCommandLine(int Process, string[] Arguments)
{
    private const int UsualPort = 8080; // common/common.h, common_params::port
    private static readonly string[] ModelFlags = ["-m", "--model"];

    /// <summary>The model's file; empty where it isn't named.</summary>
    public string Model => After(ModelFlags);

    /// <summary>Whether all slots share one cache: asked for, or what llama-server chooses where no number of slots is given (tools/server/README.md, -kvu).</summary>
    public bool SharesCache => Arguments.Intersect(["-kvu", "--kv-unified"]).Any() || !Arguments.Intersect(["-np", "--parallel", "-no-kvu", "--no-kv-unified"]).Any();

    /// <summary>The one that listens at an address of this machine; null where none is seen.</summary>
    public static ServerCommandLine? At(Uri address)
    {
        if (!address.IsLoopback || !OperatingSystem.IsLinux())
        {
            return null;
        }

        foreach (string folder in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) && Read(folder) is [var program, .. var arguments]
                && Path.GetFileName(program) == "llama-server" && new ServerCommandLine(id, arguments) is { } found && found.Port == address.Port)
            {
                return found;
            }
        }

        return null;
    }

    private int Port => int.TryParse(After(["--port"]), NumberStyles.None, CultureInfo.InvariantCulture, out int port) ? port : UsualPort;

    /// <summary>What it asks of a plan, by the flags that plans have from llama.cpp; others don't change memory, or aren't known.</summary>
    public PlanRequest Plan(List<Problem> problems)
    {
        List<GivenField> given = [];
        for (int i = 0; i < Arguments.Length; i++)
        {
            (Field? field, FieldOption? option) = Find(Arguments[i]);
            if (field is not null && option is { Placeholder: null })
            {
                given.Add(new GivenField(field, Arguments[i], option.Implies));
            }
            else if (field is not null && i + 1 < Arguments.Length)
            {
                given.Add(new GivenField(field, Arguments[i], Arguments[++i]));
            }
        }

        if (After(["-dev", "--device"]) == "none" && PlanFields.Reader.Find("backend") is { } backend)
        {
            given.Add(new GivenField(backend, "--device", Backend.Cpu.Word()));
        }

        return PlanFields.Reader.Applied(new PlanRequest { Model = Model }, given, problems);
    }

    private static (Field? Field, FieldOption? Option) Find(string flag) =>
        PlanFields.All.SelectMany(f => f.Options.Select(o => ((Field?)f, (FieldOption?)o))).FirstOrDefault(p => p.Item2!.Names.Contains(flag));

    private string After(string[] flags)
    {
        int at = Array.FindIndex(Arguments, flags.Contains);
        return at >= 0 && at + 1 < Arguments.Length ? Arguments[at + 1] : "";
    }

    private static string[] Read(string folder)
    {
        try
        {
            return Encoding.UTF8.GetString(File.ReadAllBytes(Path.Combine(folder, "cmdline"))).Split('\0', StringSplitOptions.RemoveEmptyEntries);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return []; // it ended meanwhile, or is somebody else's
        }
    }
}
