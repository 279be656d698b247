<?php

namespace App\Form;

use Symfony\Component\Form\AbstractType;
use Symfony\Component\Form\Extension\Core\Type\ChoiceType;
use Symfony\Component\Form\Extension\Core\Type\PasswordType;
use Symfony\Component\Form\FormBuilderInterface;
use Symfony\Component\OptionsResolver\OptionsResolver;

class SecretType extends AbstractType
{
    public function buildForm(FormBuilderInterface $builder, array $options): void
    {
        $builder
            ->add('jwt_secret', PasswordType::class, ['label' => 'form.jwt_secret', 'attr' => ['placeholder' => '••••••••']])
            ->add('secret_key', PasswordType::class, ['help' => 'form.secret_key.help', 'required' => false])
            ->add('algorithm', ChoiceType::class, ['choices' => ['HS256' => 'HS256', 'HS512' => 'HS512']]);
    }

    public function configureOptions(OptionsResolver $resolver): void
    {
        $resolver->setDefaults(['csrf_field_name' => '_token', 'csrf_token_id' => 'jwt_secret_form']);
    }
}
