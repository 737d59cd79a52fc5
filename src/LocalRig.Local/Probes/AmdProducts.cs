namespace LocalRig.Local.Probes;

/// <summary>Names of AMD processors' own graphics by PCI device id: their driver files hold no product name. Source: the PCI ID database, vendor 1002.
/// One id stands for several products, so the names list all of them.</summary>
public static class AmdProducts
{
    /// <summary>The name of a device id as sysfs writes it (<c>0x1586</c>); empty when it isn't listed.</summary>
    public static string Name(string deviceId) =>
        deviceId.Trim() switch
        {
            "0x1586" => "AMD Radeon 8060S / 8050S Graphics", // Strix Halo
            "0x150e" => "AMD Radeon 890M / 880M Graphics", // Strix
            "0x15bf" => "AMD Radeon 780M / 760M Graphics", // Phoenix
            "0x1681" => "AMD Radeon 680M / 660M Graphics", // Rembrandt
            _ => "",
        };
}
