namespace ChatFunctions.Accounts;

/// <summary>Very common passwords that are long enough to be valid.</summary>
internal static class CommonPasswords
{
    private static readonly HashSet<string> List = new(
        """
        password password1 password12 password123 password1234 passw0rd p@ssw0rd p@ssword passwort passwort1 motdepasse contraseña
        12345678 123456789 1234567890 12341234 12344321 123123123 123321123 123454321 123456123 1234567891 12345678910 11223344 112233445566
        87654321 987654321 9876543210 147258369 159753159 741852963 789456123 963852741 102030405060 01234567 0123456789 10203040 20202020
        abcd1234 1234abcd abc12345 abcdefgh abcdefghi abcdefg1 a1b2c3d4 a1234567 a12345678 aa123456 aa12345678 qwer1234 1234qwer asdf1234 zxcv1234
        qwertyui qwertyuiop qwerty12 qwerty123 qwerty1234 qwertyui1 1qaz2wsx 1qaz2wsx3edc qazwsxedc qazwsx123 zaq12wsx zaq1zaq1 1q2w3e4r 1q2w3e4r5t q1w2e3r4
        q1w2e3r4t5 asdfghjk asdfghjkl asdfasdf zxcvbnm1 zxcvbnm123 zxcvbnm, poiuytrewq lkjhgfdsa mnbvcxz1
        iloveyou iloveyou1 iloveyou2 iloveyou123 loveyou1 lovelove sunshine sunshine1 princess princess1 football football1 baseball baseball1 basketball
        superman superman1 batman123 spiderman starwars starwars1 pokemon1 pokemon123 minecraft fortnite1 trustno1 whatever whatever1 computer computer1
        internet internet1 samsung1 samsung123 michelle michelle1 jennifer jennifer1 elizabeth alexander alexandra victoria christian charlie1 jordan23
        jessica1 daniel123 michael1 ashley123 anthony1 matthew1 william1 nicholas benjamin samantha patricia
        letmein1 letmein123 welcome1 welcome12 welcome123 admin123 admin1234 adminadmin administrator root1234 rootroot test1234 testtest testing1 testing123
        guest123 user1234 default1 changeme changeme1 changeme123 secret123 secret12 master123 monkey123 monkey12 dragon123 dragon12 shadow123 hunter22
        liverpool liverpool1 chelsea1 arsenal1 barcelona realmadrid juventus manchester corvette mercedes porsche1 ferrari1 yamaha123 harley123
        butterfly chocolate cookie123 pepper123 flower123 summer12 summer123 winter123 spring123 autumn123 january1 february september november december
        blink182 slipknot metallica nirvana1 eminem123 beautiful babygirl babygirl1 sweetheart angel123 family123 freedom1 happy123 lucky123 killer123 mustang1
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Whether a password is on the list, or repeats one or two characters.</summary>
    public static bool Include(string password) => List.Contains(NormalForm.Compose(password)) || password.Distinct().Count() <= 2;
}
