/// The first prompts of the fixtures where an answer is generated.
extension PromptGoldens {
  static let gsm8k = """
    Question: Lina scored 14 points in the first game, 9 in the second, and half as many in the third \
    as in the first. How many points did she score in all?
    Answer: In the third game she scored 14 / 2 = <<14/2=7>>7 points.
    In all she scored 14 + 9 + 7 = <<14+9+7=30>>30 points.
    #### 30

    Question: A hiking trail is 14 miles long. Dan walks 3 miles an hour for 4 hours. How many miles \
    are left?
    Answer: Dan walks 3 * 4 = <<3*4=12>>12 miles.
    14 - 12 = <<14-12=2>>2 miles are left.
    #### 2

    Question: Maya has 3 boxes of crayons with 16 crayons in each. She gives 10 crayons to her cousin. \
    How many crayons does she have left?
    Answer: Maya has 3 * 16 = <<3*16=48>>48 crayons.
    She has 48 - 10 = <<48-10=38>>38 crayons left.
    #### 38

    Question: Each of 6 teams has 11 players and 2 coaches. How many people are there in all?
    Answer: Each team has 11 + 2 = <<11+2=13>>13 people.
    In all there are 6 * 13 = <<6*13=78>>78 people.
    #### 78

    Question: A jacket costs $80. In a sale its price is lowered by 25%. How much does the jacket cost \
    in the sale?
    Answer: The price is lowered by 80 * 0.25 = $<<80*0.25=20>>20.
    The jacket costs 80 - 20 = $<<80-20=60>>60.
    #### 60

    Question: Rosa’s flower stand has 6 buckets with 14 tulips in each. By noon 50 tulips are sold, and \
    Rosa ties the rest into bunches of 2. How many bunches does she make?
    Answer:
    """

  static let gsm8kOpenInstruct = """
    Answer the following questions.

    Question: A cake needs 3 eggs. Bella bakes 4 cakes. How many eggs does she need?
    Answer: Each cake needs 3 eggs, and Bella bakes 4 cakes. She needs 3 * 4 = 12 eggs. So the answer \
    is 12.

    Question: A lighthouse flashes 6 times a minute. How many times does it flash in half an hour?
    Answer: Half an hour has 30 minutes. The lighthouse flashes 6 * 30 = 180 times. So the answer is \
    180.

    Question: Yusuf's dog weighs 18 kilograms, and his cat weighs one third as much. How many kilograms \
    do they weigh together?
    Answer: The cat weighs 18 / 3 = 6 kilograms. Together they weigh 18 + 6 = 24 kilograms. So the \
    answer is 24.

    Question: A bus drives 45 kilometers an hour. How many minutes does it take to drive 90 kilometers?
    Answer: The bus needs 90 / 45 = 2 hours. 2 hours are 2 * 60 = 120 minutes. So the answer is 120.

    Question: A class of 28 pupils is split into groups of 4, and every group gets 2 maps. How many \
    maps are needed?
    Answer: There are 28 / 4 = 7 groups. They need 7 * 2 = 14 maps. So the answer is 14.

    Question: A yard is a rectangle 10 meters long and 6 meters wide. How many meters of fence go all \
    the way around it?
    Answer: Two sides are 10 meters long and two sides are 6 meters long. 2 * 10 + 2 * 6 = 32. So the \
    answer is 32.

    Question: A band plays 9 songs of 4 minutes each and takes one break of 15 minutes. How many \
    minutes does the concert last?
    Answer: The songs last 9 * 4 = 36 minutes. With the break the concert lasts 36 + 15 = 51 minutes. \
    So the answer is 51.

    Question: A candle is 24 centimeters tall and burns down by 3 centimeters an hour. After how many \
    hours is it 9 centimeters tall?
    Answer: The candle has to burn down by 24 - 9 = 15 centimeters. This takes 15 / 3 = 5 hours. So the \
    answer is 5.

    Question: Rosa’s flower stand has 6 buckets with 14 tulips in each. By noon 50 tulips are sold, and \
    Rosa ties the rest into bunches of 2. How many bunches does she make?
    Answer:
    """

  static let gsm8kLeaderboard = """
    Question: Maya has 3 boxes of crayons with 16 crayons in each. She gives 10 crayons to her cousin. \
    How many crayons does she have left?
    Answer: Maya has 3 * 16 = <<3*16=48>>48 crayons.
    She has 48 - 10 = <<48-10=38>>38 crayons left.
    #### 38

    Question: Hugo saves $15 a week. He wants a bicycle for $195 and has already saved $60. How many \
    more weeks must he save?
    Answer: Hugo still needs 195 - 60 = $<<195-60=135>>135.
    He must save for 135 / 15 = <<135/15=9>>9 weeks.
    #### 9

    Question: A hiking trail is 14 miles long. Dan walks 3 miles an hour for 4 hours. How many miles \
    are left?
    Answer: Dan walks 3 * 4 = <<3*4=12>>12 miles.
    14 - 12 = <<14-12=2>>2 miles are left.
    #### 2

    Question: Petra reads 20 pages on each weekday and 45 pages on each day of the weekend. How many \
    pages does she read in a week?
    Answer: On weekdays she reads 5 * 20 = <<5*20=100>>100 pages.
    On the weekend she reads 2 * 45 = <<2*45=90>>90 pages.
    In a week she reads 100 + 90 = <<100+90=190>>190 pages.
    #### 190

    Question: An aquarium has 48 fish. One quarter of them are red, and the others are blue. How many \
    more blue fish than red fish are there?
    Answer: There are 48 / 4 = <<48/4=12>>12 red fish.
    There are 48 - 12 = <<48-12=36>>36 blue fish.
    There are 36 - 12 = <<36-12=24>>24 more blue fish.
    #### 24

    Question: Four friends share the cost of a tent equally. The tent costs $140, and they have a \
    coupon for $20 off. How much does each friend pay?
    Answer:
    """

  static let gsm8kCoT = """
    Q: A cake needs 3 eggs. Bella bakes 4 cakes. How many eggs does she need?
    A: Each cake needs 3 eggs, and Bella bakes 4 cakes. She needs 3 * 4 = 12 eggs. The answer is 12.

    Q: A lighthouse flashes 6 times a minute. How many times does it flash in half an hour?
    A: Half an hour has 30 minutes. The lighthouse flashes 6 * 30 = 180 times. The answer is 180.

    Q: Yusuf's dog weighs 18 kilograms, and his cat weighs one third as much. How many kilograms do \
    they weigh together?
    A: The cat weighs 18 / 3 = 6 kilograms. Together they weigh 18 + 6 = 24 kilograms. The answer is 24.

    Q: A bus drives 45 kilometers an hour. How many minutes does it take to drive 90 kilometers?
    A: The bus needs 90 / 45 = 2 hours. 2 hours are 2 * 60 = 120 minutes. The answer is 120.

    Q: A class of 28 pupils is split into groups of 4, and every group gets 2 maps. How many maps are \
    needed?
    A: There are 28 / 4 = 7 groups. They need 7 * 2 = 14 maps. The answer is 14.

    Q: A yard is a rectangle 10 meters long and 6 meters wide. How many meters of fence go all the way \
    around it?
    A: Two sides are 10 meters long and two sides are 6 meters long. 2 * 10 + 2 * 6 = 32. The answer is \
    32.

    Q: A band plays 9 songs of 4 minutes each and takes one break of 15 minutes. How many minutes does \
    the concert last?
    A: The songs last 9 * 4 = 36 minutes. With the break the concert lasts 36 + 15 = 51 minutes. The \
    answer is 51.

    Q: A candle is 24 centimeters tall and burns down by 3 centimeters an hour. After how many hours is \
    it 9 centimeters tall?
    A: The candle has to burn down by 24 - 9 = 15 centimeters. This takes 15 / 3 = 5 hours. The answer \
    is 5.

    Q: Rosa’s flower stand has 6 buckets with 14 tulips in each. By noon 50 tulips are sold, and Rosa \
    ties the rest into bunches of 2. How many bunches does she make?
    A:
    """

  static let bbh = """
    Find out whether a Boolean expression is true or false.

    Q: not ( True ) or ( not False ) is
    A: Let's think step by step.
    Brackets come first; after them the order is "not", then "and", then "or".
    Let us write the expression as "Z = A or B" where "A = not ( True )" and "B = ( not False )".
    First part: A = not ( True ) = False.
    Second part: B = ( not False ) = True.
    Together: Z = A or B = False or True = True. So the answer is True.

    Q: ( False or True ) and not True is
    A: Let's think step by step.
    Brackets come first; after them the order is "not", then "and", then "or".
    Let us write the expression as "Z = A and B" where "A = ( False or True )" and "B = not True".
    First part: A = ( False or True ) = True.
    Second part: B = not True = False.
    Together: Z = A and B = True and False = False. So the answer is False.

    Q: not not not ( False and False ) is
    A: Let's think step by step.
    Brackets come first; after them the order is "not", then "and", then "or".
    Let us write the expression as "Z = not not not ( A )" where "A = False and False".
    First part: A = False and False = False.
    Together: Z = not not not ( False ) = not not True = not False = True. So the answer is True.

    Q: not ( False and True ) and ( True ) is
    A: Let's think step by step.

    """

  static let bbhOpenInstruct = """
    Find out whether a Boolean expression is true or false.

    Q: not ( True ) or ( not False ) is
    A: Let's think step by step.
    Brackets come first; after them the order is "not", then "and", then "or".
    Let us write the expression as "Z = A or B" where "A = not ( True )" and "B = ( not False )".
    First part: A = not ( True ) = False.
    Second part: B = ( not False ) = True.
    Together: Z = A or B = False or True = True. So the answer is True.

    Q: ( False or True ) and not True is
    A: Let's think step by step.
    Brackets come first; after them the order is "not", then "and", then "or".
    Let us write the expression as "Z = A and B" where "A = ( False or True )" and "B = not True".
    First part: A = ( False or True ) = True.
    Second part: B = not True = False.
    Together: Z = A and B = True and False = False. So the answer is False.

    Q: not not not ( False and False ) is
    A: Let's think step by step.
    Brackets come first; after them the order is "not", then "and", then "or".
    Let us write the expression as "Z = not not not ( A )" where "A = False and False".
    First part: A = False and False = False.
    Together: Z = not not not ( False ) = not not True = not False = True. So the answer is True.

    Q: not ( False and True ) and ( True ) is
    A:
    """
}
