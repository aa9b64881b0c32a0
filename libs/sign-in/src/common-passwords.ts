/**
 * Passwords of ten characters and more that guessing starts with, lower case, without spaces and separators.
 * Keyboard walks, repetitions and plain sequences are found by rule (password-policy.ts) and are not listed.
 */
export const COMMON_PASSWORDS: ReadonlySet<string> = new Set(
  `administrator administrator1 adminadmin adminadmin1 adminpassword admin12345 admin123456 iloveyou12 iloveyou123 iloveyou1234 iloveyou2 iloveyouforever
  iloveyousomuch ihateyou123 letmein123 letmein1234 letmeinnow letmeinplease password01 password10 password11 password12 password123 password1234
  password12345 password123456 password2024 password2025 password2026 passwordpassword passw0rd123 passw0rd1234 p@ssw0rd123 p@ssword123 p@ssw0rd1
  p@ssw0rd12 pa55word123 mypassword mypassword1 mypassword123 thisismypassword nopassword changeme123 changeme1234 changemenow changethis welcome123
  welcome1234 welcome12345 welcometothejungle welcomehome default123 defaultpassword temporary1 temporary123 temppassword testtest12 testtest123 testing123
  testing1234 test123456 test1234567 test12345678 testpassword sunshine123 sunshine12 princess12 princess123 football12 football123 baseball12 baseball123
  basketball basketball1 basketball23 superman123 superman12 spiderman12 spiderman123 batman12345 starwars123 starwars12 pokemon123 pokemon1234
  dragonball dragonballz dragon12345 monkey12345 michael123 michelle123 jennifer123 jessica123 charlie123 jordan2323 liverpool1 liverpool12 liverpool123
  manchester manchester1 arsenal123 chelsea123 barcelona1 barcelona123 realmadrid realmadrid1 juventus123 chocolate1 chocolate12 chocolate123 butterfly1
  butterfly12 butterfly123 strawberry strawberry1 watermelon pineapple1 computer12 computer123 internet12 internet123 samsung123 samsung1234 google1234
  facebook123 facebook1 linkedin123 minecraft1 minecraft12 minecraft123 counterstrike playstation playstation2 playstation3 nintendo64 qazwsxedcr
  qwerty1234 qwerty12345 qwerty123456 qwerty2024 qwerty2025 qwertyqwerty abc1234567 abc12345678 abcd123456 abcd1234567 aa12345678 a123456789 a1234567890
  q1w2e3r4t5 q1w2e3r4t5y6 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx3edc zaq12wsxcde3 1a2b3c4d5e asdf123456 asdfasdf12 zxcvbnm123 zxcvbnm1234 trustno1234
  whatever12 whatever123 nevermind1 blink182blink metallica1 metallica123 slipknot123 greenday123 nirvana1994 christmas1 halloween1 happybirthday
  hello12345 hello123456 helloworld helloworld1 hellohello hellokitty hellokitty1 friends123 friendship bestfriend bestfriends fuckyou123 fuckyou1234
  fuckoff123 motherfucker mother1234 iamthebest iloveme123 loveyou123 lovelove12 loveisblind forever123 freedom123 shadow1234 master1234 mustang123
  corvette12 ferrari123 mercedes12 porsche911 harleydavidson secret1234 secretpassword security12 letsgo1234 summer2024 summer2025 summer2026 winter2024
  winter2025 winter2026 spring2025 spring2026 autumn2025 september1 december12 november12 jesuschrist jesus12345 godisgood1 blessed123 america123
  australia1 california california1 newyork123 washington university1 universidad contraseña contrasena contrasena1 contrasena123 motdepasse motdepasse1
  motdepasse123 passwort123 passwort1234 hallo12345 ichliebedich teamobebe tequieromucho teamomucho123 senha12345 senha123456 brasil2014 parola1234
  wachtwoord wachtwoord1 haslo12345 kennwort123 correcthorsebatterystaple guest12345 guestguest root123456 rootroot12 toor1234567
  raspberry1 raspberrypi ubuntu1234 changeit12 changeit123 oracle1234 mysql12345 postgres123 postgres1234 database12 student123 student1234 teacher123
  learning12 learning123 education1 community1 community12 community123`
    .split(/\s+/)
    .filter((word) => word.length > 0),
);
